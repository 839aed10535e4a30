import { deepStrictEqual } from 'node:assert/strict';
import { requirements } from './docs/requirements';
import { testTitles } from './docs/testTitles';
import { testsOf } from './docs/traceabilityDocument';

describe('requirements', () => {
  const titles = testTitles();

  it('are each shown by a test', () => {
    const bare = requirements.filter((requirement) => testsOf(requirement, titles).length === 0);
    deepStrictEqual(
      bare.map(({ id }) => id),
      [],
    );
  });

  it('list only tests that exist', () => {
    const gone = requirements.flatMap(({ shownBy }) =>
      shownBy.filter((place) => {
        const [path, part = ''] = place.split(' › ');
        return !titles.some(({ file, title }) => file === path && title.includes(part));
      }),
    );
    deepStrictEqual(gone, []);
  });

  it('are listed once', () => {
    const ids = requirements.map(({ id }) => id);
    deepStrictEqual(ids, [...new Set(ids)]);
  });
});
