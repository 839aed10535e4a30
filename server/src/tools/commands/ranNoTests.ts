/** Closing lines of runners that found nothing to run. */
const noTests: readonly RegExp[] = [
  /^=* ?no tests (?:ran|collected)\b/im,
  /^(?:NO TESTS RAN|Ran 0 tests)\b/m,
  /^collected 0 items\b/m,
  /^\s*0 passing\b/m,
  /^No tests? (?:found|files found|to run)\b/im,
  /^\s*(?:#|ℹ) tests 0$/m,
  /^\s*Tests: +0 total$/m,
  /^\?\s+\S+\s+\[no test files\]$/m,
  /^testing: warning: no tests to run$/m,
  /^running 0 tests$/m,
  /^0 examples?, 0 failures\b/m,
  /^0 (?:runs|tests), 0 assertions\b/m,
  /Tests run: 0,|No tests to run\./,
  /^> Task :(?:\S+:)?test NO-SOURCE$/m,
];

/** Closing lines of runners that ran something; with several packages one of them is enough. */
const someTests: readonly RegExp[] = [
  /\b[1-9]\d* (?:passed|failed|xfailed|xpassed|errors?)\b/,
  /^Ran [1-9]\d* tests?\b/m,
  /^\s*[1-9]\d* (?:passing|failing)\b/m,
  /^\s*(?:#|ℹ) tests [1-9]/m,
  /^\s*Tests: .*\b[1-9]\d* total$/m,
  /^ok\s+\S+\s+(?:\(cached\)|[\d.]+s)(?! \[no tests to run\])/m,
  /^(?:--- FAIL|FAIL)\b/m,
  /^running [1-9]\d* tests?$/m,
  /^[1-9]\d* (?:examples?|runs|tests), /m,
  /Tests run: [1-9]/,
];

/** Pytest and newer unittest end with it when they collected nothing. */
const nothingCollected = 5;

/** Whether a test runner, by exit code or by what it printed last, ran no test at all: that is never success. */
export function ranNoTests(argv: readonly string[], exitCode: number | null, printed: string): boolean {
  if (exitCode === nothingCollected && argv.some((text) => /(?:pytest|unittest|py\.test)$/.test(text)))
    return true;
  const text = printed.replaceAll(colour, '').replaceAll('\r', '');
  return noTests.some((line) => line.test(text)) && !someTests.some((line) => line.test(text));
}

const colour = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');
