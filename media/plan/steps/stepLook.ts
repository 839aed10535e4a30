import type { BoardProgress, BoardStep, PlanStrings } from '#protocol/views/plan';
import { type StateLook, stateLook } from '../../lib/states';
import { filled } from '../../lib/texts';

/** How a step looks: as its run stands, else as policy judges it. */
export function stepLook(step: BoardStep, progress: BoardProgress | undefined): StateLook {
  if (progress !== undefined && progress.status !== 'pending') {
    return stateLook(progress.status);
  }
  if (step.verdict === 'deny') {
    return { icon: 'circle-slash', tone: 'bad' };
  }
  return step.asks ? { icon: 'shield', tone: 'wait' } : { icon: 'circle-large-outline', tone: 'idle' };
}

/** What a screen reader says of a step: everything that its picture says. */
export function stepLabel(
  step: BoardStep,
  progress: BoardProgress | undefined,
  { words, states }: PlanStrings,
  change: 'added' | 'changed' | 'carried' | undefined,
): string {
  const parts = [
    step.title ?? step.id,
    progress === undefined ? null : (states[progress.status] ?? progress.status),
    `${words.tool} ${step.tool}`,
    `${words.verdict}: ${words[step.verdict]}`,
    riskText(step, words),
    step.asks ? words.asked : null,
    step.irreversible === null ? null : words.cannotUndo,
    change === undefined ? null : words[change],
    step.needs.length === 0 ? null : `${words.needs} ${step.needs.join(', ')}`,
    progress !== undefined && progress.attempts > 1 ? filled(words.attempts, progress.attempts) : null,
  ];
  return parts.filter((part) => part !== null).join(', ');
}

/** The risk of a step in words. */
export function riskText({ risk }: BoardStep, words: PlanStrings['words']): string {
  const texts: Readonly<Record<string, string>> = {
    low: words.riskLow,
    medium: words.riskMedium,
    high: words.riskHigh,
  };
  return texts[risk] ?? risk;
}
