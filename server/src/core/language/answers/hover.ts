import type { Hover, LanguageFacts, LastRun, TextPosition, TextRange } from '#protocol/language/service';
import type { Step } from '#protocol/plan';
import { placeWord, riskWord } from '#protocol/shown/policyWords';
import { stateWord } from '#protocol/shown/stateWords';
import { nodeType } from '../../plan/importers/flow/nodeTypes';
import { locationText } from '../../policy/explain';
import { cursorPlace } from '../cursor/cursorPlace';
import { inputsAt } from '../cursor/inputsAt';
import type { CursorPlace } from '../cursor/place';
import { type DocumentPath, stepAt } from '../cursor/stepAt';
import { type KeyInfo, keysAt } from '../keys/keyInfo';
import { keyTableOf } from '../keys/keyTableOf';
import type { LanguageTools } from '../languageTools';
import { namedPlaceAt } from '../names/answerNames';
import type { NamedPlace } from '../names/namedPlace';
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

/** What is told about the word at a position: a step, a tool, an input, or a key. */
export function hoverAt(scope: HoverScope, position: TextPosition): Hover | null {
  const named = namedPlaceAt(scope.understood, position);
  const about = named === null ? null : nameText(scope, named);
  if (named !== null && about !== null) return shown(about, named.range);
  const place = cursorPlace(scope.lines, position);
  if (place === null) return null;
  const { range } = place;
  const { text } = scope.lines;
  const word = text.slice(scope.lines.offsetAt(range.start), scope.lines.offsetAt(range.end));
  const value = word === '' ? null : wordText(scope, place, word);
  return value === null ? null : shown(value, range);
}

function shown(value: string, range: TextRange): Hover {
  return { contents: { kind: 'markdown', value }, range };
}

function wordText(scope: HoverScope, { path, spot }: CursorPlace, word: string): string | null {
  const input = spot === 'key' ? inputText(scope, path, word) : null;
  if (input !== null) return input;
  const { info } = keysAt(keyTableOf(scope.understood), spot === 'key' ? [...path, word] : path);
  if (info === null) return null;
  const value = spot === 'value' && isTool(info) ? toolText(scope, word, path) : null;
  return value ?? keyText(scope, info, word, spot);
}

function isTool({ names }: KeyInfo): boolean {
  return names === 'tool' || names === 'nodeType';
}

/** What an input of the step's tool is, by the table of the tool. */
function inputText(
  { understood, tools, facts }: HoverScope,
  path: DocumentPath,
  word: string,
): string | null {
  const here = inputsAt(understood, tools, path);
  const input = here?.rest.length === 0 ? here.inputs.find(({ key }) => key === word) : undefined;
  if (here === null || input === undefined) return null;
  const mark = input.isRequired ? ` (${say(facts.locale, 'required')})` : '';
  return `**${escaped(word)}**: ${escaped(input.type)}${mark}\n\n${say(facts.locale, 'input', { tool: here.tool })}`;
}

function keyText({ facts }: HoverScope, info: KeyInfo, word: string, spot: 'key' | 'value'): string {
  const choices = (info.words ?? []).map((choice) => `\`${choice}\``).join(', ');
  const lines = [spot === 'key' ? `**${escaped(word)}**` : '', info[facts.locale]];
  if (choices !== '') lines.push(say(facts.locale, 'oneOf', { choices }));
  return lines.filter((line) => line !== '').join('\n\n');
}

function toolText(scope: HoverScope, word: string, path: DocumentPath): string | null {
  const { tools, facts, understood } = scope;
  const name = tools.resolve(understood.format === 'flow' ? nodeType(word).uses : word);
  if (name === undefined) return null;
  const inputs = tools.inputs(name).map(({ key, type, isRequired }) => {
    const mark = isRequired ? ` (${say(facts.locale, 'required')})` : '';
    return `- \`${key}\`: ${escaped(type)}${mark}`;
  });
  const placed = stepAt(understood, path);
  const about = placed === null ? [] : judgedText(scope, placed.step);
  return [`**${name}**`, tools.describe(name) ?? '', inputs.join('\n'), ...about]
    .filter((line) => line !== '')
    .join('\n\n');
}

/** What is known of a step or node by its name; `null` for names of other things. */
function nameText(scope: HoverScope, { kind, id }: NamedPlace): string | null {
  return kind === 'step' || kind === 'node' ? stepText(scope, id) : null;
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

function verdictText({ decision }: StepVerdict, { locale, told }: LanguageFacts): string {
  const { verdict, needs_approval: needsApproval, reason, rule_id: rule, location, risk } = decision;
  const sentence = verdict === 'deny' ? 'denied' : needsApproval ? 'waits' : 'allowed';
  const said = say(locale, sentence, {
    reason: told(reason),
    rule,
    place: placeWord(locale, locationText(location)),
  });
  return `${escaped(said)}  \n${say(locale, 'risk', { risk: riskWord(locale, risk) })}`;
}

/** How a run or step ended the last time, in one line. */
export function lastRunText({ status, duration_ms: ms }: LastRun, { locale }: LanguageFacts): string {
  return ms === null
    ? say(locale, 'lastRun', { status: stateWord(locale, status) })
    : say(locale, 'lastRunIn', { status: stateWord(locale, status), duration: durationText(ms) });
}

function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|]/g, (mark) => `\\${mark}`);
}
