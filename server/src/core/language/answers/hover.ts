import type { Hover, LanguageFacts, LastRun, TextPosition } from '#protocol/language/service';
import type { Step } from '#protocol/plan';
import { locationText } from '../../policy/explain';
import { cursorPlace } from '../cursor/cursorPlace';
import { type KeyInfo, keysAt } from '../keys/keyInfo';
import { keyTableOf } from '../keys/keyTableOf';
import type { LanguageTools } from '../languageTools';
import { stepPlaceAt } from '../steps/renameStep';
import type { TextLines } from '../text/textLines';
import type { Understanding } from '../understanding';
import type { StepJudge, StepVerdict } from '../verdicts/judgeSteps';
import { say } from '../words';
import { durationText } from './durationText';

/** What a hover looks at. */
export interface HoverScope {
  readonly understood: Understanding;
  readonly lines: TextLines;
  readonly tools: LanguageTools;
  readonly judge: StepJudge;
  readonly facts: LanguageFacts;
}

/** What is told about the word at a position: a step, a tool, or a key. */
export function hoverAt(scope: HoverScope, position: TextPosition): Hover | null {
  const { understood, lines } = scope;
  const step = stepPlaceAt(understood, position);
  if (step !== null) {
    const value = stepText(scope, step.id);
    return value === null ? null : { contents: { kind: 'markdown', value }, range: step.range };
  }
  const place = cursorPlace(lines, position);
  if (place === null) return null;
  const { range, path, spot } = place;
  const word = lines.text.slice(lines.offsetAt(range.start), lines.offsetAt(range.end));
  const table = keyTableOf(understood);
  const { info } = keysAt(table, spot === 'key' ? [...path, word] : path);
  if (info === null || word === '') return null;
  const value =
    spot === 'value' && info.names === 'tool'
      ? toolText(scope, word, path)
      : keyText(scope, info, word, spot);
  return value === '' ? null : { contents: { kind: 'markdown', value }, range };
}

function keyText({ facts }: HoverScope, info: KeyInfo, word: string, spot: 'key' | 'value'): string {
  const choices = (info.words ?? []).map((choice) => `\`${choice}\``).join(', ');
  const lines = [spot === 'key' ? `**${escaped(word)}**` : '', info[facts.locale]];
  if (choices !== '') lines.push(say(facts.locale, 'oneOf', { choices }));
  return lines.filter((line) => line !== '').join('\n\n');
}

function toolText(scope: HoverScope, word: string, path: readonly (string | number)[]): string {
  const { tools, facts, understood } = scope;
  const name = tools.resolve(word);
  if (name === undefined) return '';
  const inputs = tools.inputs(name).map(({ key, type, isRequired }) => {
    const mark = isRequired ? ` (${say(facts.locale, 'required')})` : '';
    return `- \`${key}\`: ${escaped(type)}${mark}`;
  });
  const index = path[0] === 'steps' && typeof path[1] === 'number' ? path[1] : -1;
  const step = understood.plan?.draft?.plan.steps[index];
  const about = step === undefined ? [] : judgedText(scope, step);
  return [`**${name}**`, tools.describe(name) ?? '', inputs.join('\n'), ...about]
    .filter((line) => line !== '')
    .join('\n\n');
}

function stepText(scope: HoverScope, id: string): string | null {
  const step = scope.understood.plan?.draft?.plan.steps.find((candidate) => candidate.id === id);
  if (step === undefined) return null;
  const head = `**${id}** · \`${step.uses.replaceAll('`', '')}\``;
  const title = step.title === null ? '' : escaped(step.title);
  return [head, title, ...judgedText(scope, step)].filter((line) => line !== '').join('\n\n');
}

function judgedText({ understood, facts, judge }: HoverScope, step: Step): string[] {
  const { plan } = understood;
  if (plan === null) return [];
  const verdict = judge.verdicts(plan, facts).find(({ stepId }) => stepId === step.id);
  const last = facts.lastRun(plan.draft?.plan.title ?? '')?.steps.get(step.id);
  return [
    ...(verdict === undefined ? [] : [verdictText(verdict, facts)]),
    ...(last === undefined ? [] : [lastRunText(last, facts)]),
  ];
}

function verdictText({ decision }: StepVerdict, { locale }: LanguageFacts): string {
  const { verdict, needs_approval: needsApproval, reason, rule_id: rule, location, risk } = decision;
  const sentence = verdict === 'deny' ? 'denied' : needsApproval ? 'waits' : 'allowed';
  const said = say(locale, sentence, { reason, rule, place: locationText(location) });
  return `${escaped(said)}  \n${say(locale, 'risk', { risk })}`;
}

/** How a run or step ended the last time, in one line. */
export function lastRunText({ status, duration_ms: ms }: LastRun, { locale }: LanguageFacts): string {
  return ms === null
    ? say(locale, 'lastRun', { status })
    : say(locale, 'lastRunIn', { status, duration: durationText(ms) });
}

function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|]/g, (mark) => `\\${mark}`);
}
