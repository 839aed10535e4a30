import type { Step } from '#protocol/plan';
import { referencesIn } from '../expression/references';
import { type Finding, finding } from './problemFinding';
import type { TextLines } from './text/textLines';
import type { Understanding } from './understanding';

/** Steps that apply what no step has drafted: when they run, the preview gate refuses them. */
export function unreviewedWrites({ plan }: Understanding, lines: TextLines): readonly Finding[] {
  if (plan?.draft == null) return [];
  const { draft, lineOf, originOf } = plan;
  return draft.plan.steps.flatMap((step, index) => {
    if (!isApply(step) || referencesIn(step.with).some(({ root }) => root === 'steps')) return [];
    const path = draft.steps[index]?.pointer ?? '';
    const place = lineOf(`${path}/uses`);
    return [finding({ code: previewRequired, path: originOf(path), ...place, message }, 2, lines)];
  });
}

/** The code of a write without a preview, as the gate raises it. */
export const previewRequired = 'PREVIEW_REQUIRED';

const message = 'preview gate rejected: preview payload is required and must include path/diff/new_sha256';

function isApply(step: Step): boolean {
  return step.uses === 'write_file_apply' || (step.uses === 'apply_patch' && step.with['mode'] === 'apply');
}
