import type { CodeLens, EditorCommand, LanguageFacts, TextRange } from '#protocol/language/service';
import type { Finding } from '../problemFinding';
import { keyRangeOf } from '../text/textTree';
import type { Understanding } from '../understanding';
import { say } from '../words';
import { lastRunText } from './hover';

/**
 * What can be done with a document, above its first line: with a plan or flow, and how it and its steps went the last
 * time; what is wrong with a policy or a playbook.
 */
export function lensesOf(
  uri: string,
  understood: Understanding,
  found: readonly Finding[],
  facts: LanguageFacts,
): CodeLens[] {
  const { kind } = understood;
  if (kind === 'plan' || kind === 'flow') return planLenses(uri, understood, facts);
  return kind === 'none' ? [] : fileLenses(understood, found, facts);
}

/** No playbook and no policy runs by itself; what is wrong with them counts. */
function fileLenses(
  understood: Understanding,
  found: readonly Finding[],
  { locale }: LanguageFacts,
): CodeLens[] {
  const range = firstLine(understood);
  const count = found.filter(({ diagnostic }) => diagnostic.severity <= 2).length;
  const title = count === 0 ? say(locale, 'noProblems') : say(locale, 'problems', { count: String(count) });
  const commands = [
    { title, command: 'workbench.actions.view.problems' },
    ...(understood.kind === 'policy'
      ? policyVerbs.map(({ name, command }) => ({ title: say(locale, name), command }))
      : []),
  ];
  return commands.map((command) => ({ range, command: { ...command, arguments: [] } }));
}

function planLenses(uri: string, understood: Understanding, facts: LanguageFacts): CodeLens[] {
  const { plan, tree } = understood;
  if (plan === null) return [];
  const title = plan.draft?.plan.title ?? '';
  const last = facts.lastRun(title);
  const top = firstLine(understood);
  const lenses = verbs.map(({ name, command }) => ({
    range: top,
    command: { title: say(facts.locale, name), command, arguments: [uri] as unknown[] },
  }));
  if (last === null) return lenses;
  const steps = (plan.draft?.steps ?? []).flatMap(({ step, pointer }): CodeLens[] => {
    const ended = last.steps.get(step.id);
    const at = ended && (tree.at(plan.originOf(`${pointer}/id`)) ?? tree.at(plan.originOf(pointer)));
    if (!ended || !at) return [];
    const command: EditorCommand = {
      title: lastRunText(ended, facts),
      command: showRun,
      arguments: [{ run_id: ended.run_id, step_id: step.id }],
    };
    return [{ range: keyRangeOf(at), command }];
  });
  const shown = {
    title: lastRunText(last.run, facts),
    command: showRun,
    arguments: [{ run_id: last.run.run_id }],
  };
  return [...lenses, { range: top, command: shown }, ...steps];
}

const showRun = 'holdpoint.run.showReport';

const policyVerbs = [
  { name: 'lint', command: 'holdpoint.policy.lint' },
  { name: 'effective', command: 'holdpoint.policy.showEffective' },
] as const;

const verbs = [
  { name: 'check', command: 'holdpoint.plan.validate' },
  { name: 'approve', command: 'holdpoint.plan.approve' },
  { name: 'dryRun', command: 'holdpoint.plan.dryRun' },
  { name: 'run', command: 'holdpoint.plan.run' },
] as const;

/** Above the first key: a remark may stand over it. */
function firstLine({ reading }: Understanding): TextRange {
  const line = Math.max(0, reading.positions.ofValue('').line - 1);
  const place = { line, character: 0 };
  return { start: place, end: place };
}
