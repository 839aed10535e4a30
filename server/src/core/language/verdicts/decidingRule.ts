import type { Definition, LanguageFacts, TextPosition } from '#protocol/language/service';
import { cursorPlace } from '../cursor/cursorPlace';
import { stepAt } from '../cursor/stepAt';
import { keysAt } from '../keys/keyInfo';
import { keyTableOf } from '../keys/keyTableOf';
import type { TextLines } from '../text/textLines';
import type { Understanding } from '../understanding';
import type { StepJudge } from './judgeSteps';

/** What is looked at to find the rule that decides about a step. */
export interface RuleScope {
  readonly understood: Understanding;
  readonly lines: TextLines;
  readonly judge: StepJudge;
  readonly facts: LanguageFacts;
}

/** The rule of a policy file that decides about the step whose tool stands at the position; `null` where none does. */
export function decidingRule(
  { understood, lines, judge, facts }: RuleScope,
  position: TextPosition,
): Definition | null {
  const place = understood.plan === null ? null : cursorPlace(lines, position);
  if (understood.plan === null || place === null || place.spot !== 'value') return null;
  const { names } = keysAt(keyTableOf(understood), place.path).info ?? {};
  const step = names === 'tool' || names === 'nodeType' ? stepAt(understood, place.path) : null;
  const verdict = judge.verdicts(understood.plan, facts).find(({ pointer }) => pointer === step?.pointer);
  const { file, line, layer } = verdict?.decision.location ?? noPlace;
  if (line === 0 || (layer !== 'user' && layer !== 'workspace')) return null;
  const start = { line: line - 1, character: 0 };
  return { file: isAbsolute(file) ? file : `${facts.root}/${file}`, range: { start, end: start } };
}

const noPlace = { file: '', line: 0, layer: 'default' } as const;

function isAbsolute(file: string): boolean {
  return /^(?:\/|[A-Za-z]:[\\/])/.test(file);
}
