import type { Result } from '#protocol/methods';
import { visible } from '#protocol/shown/visible';
import { paint } from '../terminal/paint';

/** The difference of two plan versions, one line per step that is not the same. */
export function planDiffText(difference: Result<'plan/diff'>, hasColor: boolean): string {
  const { from, to, added, removed, changed, carried, plan_fields } = difference;
  const lines = [
    `version ${from} -> version ${to}`,
    ...plan_fields.map((field) => paint(hasColor, 'warning', `~ plan: ${visible(field)}`)),
    ...removed.map((step) => paint(hasColor, 'bad', `- ${visible(step)}`)),
    ...added.map((step) => paint(hasColor, 'good', `+ ${visible(step)}`)),
    ...changed.map((step) =>
      paint(hasColor, 'warning', `~ ${visible(step.step_id)}: ${visible(step.fields.join(', '))}`),
    ),
    ...(carried.length === 0 ? [] : [`= carried over: ${visible(carried.join(', '))}`]),
  ];
  return lines.length === 1 ? `${lines[0]}: no difference` : lines.join('\n');
}
