import { deepStrictEqual } from 'node:assert/strict';
import { unusedPreviews } from '../../../server/src/core/plan/warnings/unusedPreviews';
import { parse } from './planText';

const patch = '--- a/a.txt\\n+++ b/a.txt\\n@@ -1 +1 @@\\n-a\\n+b\\n';
const draft = '{id: draft, uses: write_file_preview, with: {path: a.txt, content: x}}';
const apply = '{id: apply, uses: write_file_apply, with: {preview: "${steps.draft.output}"}, needs: [draft]}';

/** The paths that are warned of in a plan of these steps. */
function warned(...steps: readonly string[]): string[] {
  const { plan, problems } = parse(
    `schema: plan/1\ntitle: T\nsteps:\n${steps.map((step) => `  - ${step}\n`).join('')}`,
  );
  deepStrictEqual(problems, []);
  return plan === null ? ['no plan'] : unusedPreviews(plan).map(({ path }) => path);
}

describe('drafts that nobody writes', () => {
  it('are warned of at the tool of the step', () => {
    deepStrictEqual(warned(draft), ['/steps/0/uses']);
    deepStrictEqual(warned(`{id: p, uses: apply_patch, with: {patch: "${patch}"}}`), ['/steps/0/uses']);
  });

  it('are not those that a step takes, as a whole or in part', () => {
    deepStrictEqual(warned(draft, apply), []);
    deepStrictEqual(
      warned(
        draft,
        '{id: say, uses: shell.run, with: {argv: [echo, "${steps.draft.output.diff}"]}, needs: [draft]}',
      ),
      [],
    );
  });

  it('are not earlier drafts of a file that a later one stands on', () => {
    const first = '{id: first, uses: write_file_preview, with: {path: a.txt, content: w}}';
    deepStrictEqual(warned(first, draft.replace('}}', '}, needs: [first]}'), apply), []);
    const other = '{id: first, uses: write_file_preview, with: {path: b.txt, content: w}}';
    deepStrictEqual(warned(other, draft, apply), ['/steps/0/uses']);
  });

  it('are not the second phase of a patch', () => {
    const second =
      '{id: p, uses: apply_patch, with: {mode: apply, preview: "${steps.draft.output}"}, needs: [draft]}';
    deepStrictEqual(warned(draft, second), []);
  });
});
