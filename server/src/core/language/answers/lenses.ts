import type { CodeLens, EditorCommand, LanguageFacts, TextRange } from '#protocol/language/service';
import { keyRangeOf } from '../text/textTree';
import type { Understanding } from '../understanding';
import { say } from '../words';
import { lastRunText } from './hover';

/** What can be done with a plan, above its first line, and how it and its steps went the last time. */
export function lensesOf(uri: string, understood: Understanding, facts: LanguageFacts): CodeLens[] {
  const { plan, tree, kind } = understood;
  if (plan === null || (kind !== 'plan' && kind !== 'flow')) return [];
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
