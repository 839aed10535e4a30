import type { Plan, Step } from '#protocol/plan';
import type { Problem } from '#protocol/problem';
import { parsePatch } from '../../change/patch';
import { referenceUses } from '../semantics/referenceUses';

/** Every step whose draft nobody writes: a plan runs to its end then, and its files stay as they were. */
export function unusedPreviews(plan: Plan): Problem[] {
  const drafts = plan.steps.filter(isDraft);
  if (drafts.length === 0) return [];
  const used = new Set(plan.steps.flatMap(namedSteps));
  if (drafts.every(({ id }) => used.has(id))) return [];
  // A later draft of the same file stands on the earlier one, and is written with it.
  const written = new Set(drafts.filter(({ id }) => used.has(id)).flatMap(draftedPaths));
  return plan.steps.flatMap((step, index) => {
    if (!isDraft(step) || used.has(step.id)) return [];
    const paths = draftedPaths(step);
    if (paths.length > 0 && paths.every((path) => written.has(path))) return [];
    const message = `Step '${step.id}' only drafts: no step writes its preview. Add a write_file_apply step with preview: \${steps.${step.id}.output}.`;
    return [{ code: 'UNUSED_PREVIEW', path: `/steps/${index}/uses`, line: 0, column: 0, message }];
  });
}

function isDraft({ uses, with: inputs }: Step): boolean {
  if (uses === 'write_file_preview') return true;
  const { mode, request } = inputs;
  const isApply =
    mode === 'apply' || (mode === undefined && JSON.stringify(request ?? {}).includes('"write":true'));
  return uses === 'apply_patch' && !isApply;
}

/** The steps that a step takes something from. */
function namedSteps(step: Step): readonly string[] {
  return referenceUses(step).flatMap((use) =>
    'reference' in use && use.reference.root === 'steps' ? [String(use.reference.path[0])] : [],
  );
}

/** The files of a draft as far as its text names them. */
function draftedPaths({ with: { path, patch } }: Step): readonly string[] {
  if (typeof path === 'string') return [path];
  const parsed = typeof patch === 'string' ? parsePatch(patch) : { problem: 'no text' };
  return 'files' in parsed ? parsed.files.map((file) => file.path) : [];
}
