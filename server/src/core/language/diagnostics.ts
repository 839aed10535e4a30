import type { LanguageFacts, Severity, TextRange } from '#protocol/language/service';
import type { Decision } from '#protocol/policy';
import { placeWord } from '#protocol/shown/policyWords';
import { heldAgainstPolicy, placed } from '../plan/heldAgainstPolicy';
import { unlistedVariables } from '../plan/warnings/unlistedVariables';
import { unusedPreviews } from '../plan/warnings/unusedPreviews';
import { locationText } from '../policy/explain';
import { unreviewedWrites } from './missingPreview';
import { type Finding, finding } from './problemFinding';
import type { TextLines } from './text/textLines';
import { rangeOf } from './text/textTree';
import type { Understanding } from './understanding';
import type { StepJudge, StepVerdict } from './verdicts/judgeSteps';
import { say } from './words';

/** What is wrong with a text, in the words of `plan validate`, and what policy says about its steps. */
export function findings(
  understood: Understanding,
  lines: TextLines,
  facts: LanguageFacts,
  judge: StepJudge,
): readonly Finding[] {
  const { plan, problems, warnings } = understood;
  const found = [
    ...problems.map((problem) => finding(problem, 1, lines)),
    ...warnings.map((problem) => finding(problem, problem.code === 'IMPORTED' ? 4 : 2, lines)),
  ];
  if (plan === null) return found;
  if (plan.plan !== null && facts.layers !== null) {
    const held = heldAgainstPolicy(plan.plan, plan, facts.layers, facts.profile);
    found.push(...held.problems.map((problem) => finding(problem, 1, lines)));
    const unlisted = unlistedVariables(plan.plan, held.policy.permissions.env_allow);
    found.push(...unlisted.map((problem) => finding(placed(problem, '', plan), 2, lines)));
  }
  if (plan.plan !== null) {
    const unused = unusedPreviews(plan.plan);
    found.push(...unused.map((problem) => finding(placed(problem, '', plan), 2, lines)));
  }
  found.push(...unreviewedWrites(understood, lines));
  for (const verdict of judge.verdicts(plan, facts)) {
    const said = verdictFinding(verdict, understood, facts);
    if (said !== null) found.push(said);
  }
  return found;
}

function verdictFinding(
  { decision, pointer, isProvisional }: StepVerdict,
  { tree, plan }: Understanding,
  { locale, told }: LanguageFacts,
): Finding | null {
  const { verdict, rule_id: rule, reason, needs_approval: needsApproval } = decision;
  if (verdict !== 'deny' && !needsApproval) return null;
  const at = plan && (tree.at(plan.originOf(`${pointer}/uses`)) ?? tree.at(plan.originOf(pointer)));
  if (at === null) return null;
  const values = { reason: told(reason), rule, place: placeWord(locale, locationText(decision.location)) };
  const { sentence, severity } = soundOf(decision, isProvisional);
  const message = say(locale, sentence, values);
  const range = oneLine(rangeOf(at));
  return { path: pointer, diagnostic: { range, severity, code: rule, source: 'holdpoint policy', message } };
}

/** What a rule of a file makes wait is worth more notice than what waits by default. */
function soundOf(
  { verdict, location }: Decision,
  isProvisional: boolean,
): { readonly sentence: 'denied' | 'deniedYet' | 'waits'; readonly severity: Severity } {
  if (verdict !== 'deny') return { sentence: 'waits', severity: location.line > 0 ? 3 : 4 };
  return isProvisional ? { sentence: 'deniedYet', severity: 2 } : { sentence: 'denied', severity: 1 };
}

/** A place that spans lines is underlined on its first. */
function oneLine(range: TextRange): TextRange {
  const { start, end } = range;
  return end.line === start.line
    ? range
    : { start, end: { line: start.line, character: start.character + 1 } };
}
