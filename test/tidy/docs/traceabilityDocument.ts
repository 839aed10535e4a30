import { code, heading, table } from './markdown';
import { type Requirement, requirements } from './requirements';
import { idsIn, type TestTitle, testTitles } from './testTitles';

/** The tests that show a requirement: those that name its id, and those that its row lists. */
export function testsOf(requirement: Requirement, titles: readonly TestTitle[]): readonly TestTitle[] {
  const listed = requirement.shownBy.map((place) => place.split(' › '));
  return titles.filter(
    ({ file, title }) =>
      idsIn(title).includes(requirement.id) ||
      listed.some(([path, part = '']) => path === file && title.includes(part)),
  );
}

/** docs/TRACEABILITY.md: for each promise the tests that show it. */
export function traceabilityDocument(): string {
  const titles = testTitles();
  const rows = requirements.map((requirement) => [
    requirement.id,
    requirement.about,
    testsOf(requirement, titles)
      .map(({ file, title }) => `${code(file)} ${title}`)
      .join('<br>') || 'not shown yet',
  ]);
  return [
    heading(
      'What is promised, and which test shows it',
      'the titles of the tests and test/tidy/docs/requirements.ts',
    ),
    'Ids: `FLOW` plans, execution and traces, `GATE` sessions, approvals and safe writes, `OPS` checkpoints and rollback,',
    '`LOG` logs of runs, lists and their routes,',
    '`R` mistakes of earlier tools that must never come back.',
    '',
    table(['id', 'about', 'shown by'], rows),
    '',
  ].join('\n');
}
