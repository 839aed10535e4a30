import type { Action } from '../../../server/src/core/policy/action';
import type { Peers } from '../peers';
import type { GlobRule } from './ruleSets';

/** The least a policy made of globs must do: every rule, the strongest verdict, its name. */
export type PeerJudge = (action: Action) => string | null;

type Match = (text: string) => boolean;
type Subject = { readonly tool: string; readonly path: string; readonly argv: readonly string[] };

/** Globs read anew for every rule and call. */
export function globPerRule(peers: Peers, rules: readonly GlobRule[]): PeerJudge | string {
  const library = peers.load<{ minimatch(text: string, glob: string): boolean }>('minimatch');
  if (typeof library === 'string') {
    return library;
  }
  const { minimatch } = library;
  const compiled = rules.map((rule) => ({
    rule,
    fits: fitsOf(rule, (glob) => (text) => minimatch(text, glob)),
  }));
  return judgeBy(compiled);
}

/** Globs compiled once, tried one after the other. */
export function globList(peers: Peers, rules: readonly GlobRule[]): PeerJudge | string {
  const library = peers.load<(glob: string) => Match>('picomatch');
  if (typeof library === 'string') {
    return library;
  }
  return judgeBy(rules.map((rule) => ({ rule, fits: fitsOf(rule, (glob) => library(glob)) })));
}

function fitsOf(rule: GlobRule, compile: (glob: string) => Match): (subject: Subject) => boolean {
  const tool = compile(rule.tool);
  const path = rule.path === null ? null : compile(rule.path);
  const args = rule.args === null ? null : compile(rule.args);
  return (subject) =>
    tool(subject.tool) &&
    (rule.argv0 === null || subject.argv[0] === rule.argv0) &&
    (path === null || path(subject.path)) &&
    (args === null || subject.argv.some((argument) => args(argument)));
}

const strength = { allow: 0, ask: 1, deny: 2 } as const;

function judgeBy(
  compiled: readonly { readonly rule: GlobRule; readonly fits: (subject: Subject) => boolean }[],
): PeerJudge {
  return (action) => {
    const [command] = action.facts.commands;
    const argv = command && 'argv' in command ? command.argv : [];
    const subject = { tool: action.tool, path: action.paths[0]?.relative ?? '', argv };
    let found: GlobRule | null = null;
    for (const { rule, fits } of compiled) {
      if (fits(subject) && (found === null || strength[rule.effect] > strength[found.effect])) {
        found = rule;
      }
    }
    return found?.id ?? null;
  };
}
