import { deepStrictEqual } from 'node:assert/strict';
import { missingPlaces } from '../../../server/src/core/plan/warnings/missingPlaces';
import { parse } from './planText';

/** The paths that are warned of in a plan with these further lines. */
function warned(lines: string, step = ''): string[] {
  const { plan, problems } = parse(
    `schema: plan/1\ntitle: T\n${lines}\nsteps:\n  - {id: a, uses: read_file, with: {path: a}${step}}\n`,
  );
  deepStrictEqual(problems, []);
  return plan === null ? ['no plan'] : missingPlaces(plan).map(({ path }) => path);
}

describe('places of work that this version does not have', () => {
  it('are warned of where the plan asks for them', () => {
    deepStrictEqual(warned('workspace: {slot: scratch}'), ['/workspace/slot']);
    deepStrictEqual(warned('workspace: {slot: workspace-shop-slot3}'), ['/workspace/slot']);
    deepStrictEqual(warned('workspace: {slot: worktree, recipe: {setup: [[npm, ci]]}}'), [
      '/workspace/recipe/setup',
    ]);
    deepStrictEqual(warned('executor: docker', ', executor: kubernetes'), ['/executor', '/steps/0/executor']);
  });

  it('are not those that it has', () => {
    deepStrictEqual(warned(''), []);
    deepStrictEqual(warned('workspace: {slot: worktree, recipe: {copy: [.env]}}\nexecutor: local'), []);
    deepStrictEqual(
      warned('workspace: {slot: in_place, recipe: {setup: [[npm, ci]]}}', ', executor: local'),
      [],
    );
  });
});
