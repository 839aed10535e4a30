import { RE2JS } from 're2js';
import type { EffectivePolicy, PolicyLocation } from '#protocol/policy';
import type { CommandFact } from '../action';
import type { ParsedCommand } from '../commands/parsedCommand';
import { programName } from '../commands/programs';

/** A keyword or pattern that denies a call. */
export interface LiteralHit {
  readonly kind: 'keyword' | 'pattern';
  readonly text: string;
  readonly location: PolicyLocation;
}

/** Holds calls against the literal lists: keywords as whole tokens, patterns as linear-time expressions, both without case. */
export type LiteralTest = (
  facts: readonly CommandFact[],
  commands: readonly ParsedCommand[],
) => LiteralHit | null;

/** Prepares the literal lists of a policy. */
export function compileLiterals(policy: EffectivePolicy): LiteralTest {
  const keywords = policy.denyIfContains.map(({ value, location }) => ({
    hit: { kind: 'keyword', text: value, location } as const,
    tokens: tokensOf(value),
  }));
  const patterns = policy.denyPatterns.flatMap(({ value, location }) => {
    const expression = compiled(value);
    return expression === null
      ? []
      : [{ hit: { kind: 'pattern', text: value, location } as const, expression }];
  });
  if (keywords.length === 0 && patterns.length === 0) return () => null;
  return (facts, commands) => {
    const texts = [...facts.map(textOf), ...commands.map(commandText)];
    const lines = [...facts.map((fact) => tokensOf(textOf(fact))), ...commands.flatMap(tokenLines)];
    const keyword = keywords.find(({ tokens }) => lines.some((line) => holds(line, tokens)));
    return (
      keyword?.hit ??
      patterns.find(({ expression }) => texts.some((text) => expression.test(text)))?.hit ??
      null
    );
  };
}

function compiled(pattern: string): RE2JS | null {
  try {
    return RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE);
  } catch {
    return null;
  }
}

function textOf(fact: CommandFact): string {
  return 'argv' in fact ? fact.argv.join(' ') : fact.script;
}

function commandText({ written, args }: ParsedCommand): string {
  return [written, ...args].join(' ');
}

/** The call as written, and again under the compared name of its program. */
function tokenLines({ program, written, args }: ParsedCommand): string[][] {
  const rest = args.map((arg) => arg.toLowerCase());
  return [
    [written.toLowerCase(), ...rest],
    [program, ...rest],
  ];
}

/** Words between blanks, with the operators of shells as words of their own. */
function tokensOf(text: string): string[] {
  return text.toLowerCase().match(/[;&|<>()]+|[^\s;&|<>()]+/g) ?? [];
}

/** Whether the keyword's tokens stand in the line one after another; program names are compared under one name. */
function holds(line: readonly string[], tokens: readonly string[]): boolean {
  const [first, ...rest] = tokens;
  if (first === undefined) return false;
  const folded = programName(first);
  return line.some((token, at) => {
    const isFirst = token === first || (at === 0 && token === folded);
    return isFirst && rest.every((next, index) => line[at + 1 + index] === next);
  });
}
