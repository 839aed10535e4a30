/** A promise of the product: its id, what it is about, and tests that show it without naming it in their title. */
export interface Requirement {
  readonly id: string;
  readonly about: string;
  /** `file › part of a title`. */
  readonly shownBy: readonly string[];
}

const row = (id: string, about: string, ...shownBy: readonly string[]): Requirement => ({
  id,
  about,
  shownBy,
});

/**
 * What this version promises. Tests name an id at the start of their title (`GATE-09: …`, `R-16: …` for the regression
 * list); those whose title does not are listed here.
 */
export const requirements: readonly Requirement[] = [
  row(
    'FLOW-01',
    'Policy validator',
    'test/core/plan/parsePlan.test.ts › reports six faults at six paths at once',
  ),
  row('FLOW-02', 'Policy error object'),
  row(
    'FLOW-03',
    'Policy model',
    'test/core/plan/parsePlan.test.ts › fills defaults and names slot, profile and executor',
  ),
  row('FLOW-04', 'Where it runs', 'test/core/plan/problems.test.ts › UNKNOWN_KEY at every level'),
  row('FLOW-05', 'Precedence'),
  row('FLOW-06', 'Retry'),
  row('FLOW-07', 'on_error'),
  row(
    'FLOW-08',
    'Timeout',
    'test/adapters/processes.test.ts › is gone after a timeout of 200 ms on a sleep of 20 s',
    'test/adapters/processes.test.ts › that comes after the end is dropped',
  ),
  row('FLOW-09', 'Failure data'),
  row('FLOW-10', 'RunReport'),
  row('FLOW-11', 'Failure text'),
  row('FLOW-12', 'Exit code'),
  row('FLOW-13', 'Report file'),
  row('FLOW-14', 'Diary'),
  row('FLOW-15', 'Log directory'),
  row('FLOW-22', 'One formatter'),
  row('FLOW-23', 'Timeout mark'),
  row('FLOW-24', 'Tracers'),
  row('FLOW-25', '`run FILE`'),
  row('FLOW-26', 'Graph', 'test/core/plan/problems.test.ts › UNKNOWN_STEP, BAD_GOTO and CYCLE'),
  row('FLOW-27', 'Built-in tools', 'test/core/change/patch.test.ts › is refused when the context differs'),
  row('FLOW-28', 'Extras'),
  row('GATE-01', 'Session'),
  row('GATE-02', 'Plan import'),
  row('GATE-03', 'Plan JSON/YAML', 'test/core/checks.test.ts › fails when it differs'),
  row('GATE-04', 'Plan approval'),
  row('GATE-05', 'Step approval'),
  row('GATE-06', 'Step execution'),
  row('GATE-07', 'Version'),
  row('GATE-08', 'Order'),
  row('GATE-09', 'Stop on failure'),
  row('GATE-10', 'Re-plan'),
  row('GATE-11', 'Stop'),
  row('GATE-12', 'Registry'),
  row('GATE-13', 'Read tools', 'test/core/policy/escapes.test.ts › commands that try to escape a deny rule'),
  row(
    'GATE-14',
    'Two-phase writes',
    'test/core/change/change.test.ts › is the base plus the accepted hunks',
    'test/contract/workspace.test.ts › creates, changes and deletes files byte for byte',
    'test/core/change/patch.test.ts › creates and deletes only when told so',
  ),
  row('GATE-15', 'Preview gate'),
  row('GATE-16', 'Artifacts', 'test/contract/content.test.ts › keeps bytes by their hash'),
  row('GATE-17', 'Append-only events'),
  row(
    'GATE-18',
    'Search',
    'test/contract/storeEvents.ts › finds every substring of two characters',
    'test/contract/storeEvents.ts › reads every punctuation literally',
  ),
  row('GATE-19', 'Statistics', 'test/contract/storeHistory.ts › counts success by tool'),
  row('GATE-20', 'Authentication'),
  row(
    'GATE-21',
    'Masking',
    'test/core/redact/redactor.test.ts › masks',
    'test/core/redact/redactStream.test.ts › wherever it is cut',
  ),
  row('GATE-22', 'Isolation'),
  row('GATE-23', 'Audit fields'),
  row('GATE-24', 'CLI'),
  row('GATE-26', 'Shared session'),
  row('GATE-27', 'References', 'test/core/plan/problems.test.ts › BAD_REFERENCE: unknown steps'),
  row('GATE-28', 'dry_run'),
  row('GATE-29', 'Profiles'),
  row('GATE-30', 'Guided use'),
  row('GATE-33', 'E2E pair'),
  row('OPS-05', 'checkpoint', 'test/adapters/git.test.ts › records tracked and untracked files'),
  row('OPS-06', 'rollback'),
  row(
    'R-01',
    'Policy `-5s`, `nan`, unknown or nested keys are never ignored or clamped',
    'test/core/plan/problems.test.ts › UNKNOWN_KEY at every level',
  ),
  row(
    'R-02',
    'A timeout bounds wall time; no child survives',
    'test/adapters/processes.test.ts › is found in other sessions',
  ),
  row('R-03', 'One failure = one error event; handled failures are `ERROR`'),
  row('R-07', 'Imports on every supported runtime; stdout stays pure JSON'),
  row('R-12', 'Only configured tokens are accepted'),
  row('R-13', 'No step changes under an approval; an approval serves once'),
  row('R-14', 'No wrong version, wrong order or second execution'),
  row('R-15', 'Re-approval revives no failed or cancelled session'),
  row(
    'R-16',
    'No input moves the boundary; `find -delete`, `cat /etc/...`, `rg --pre`, `git diff --output` are denied',
    'test/adapters/workspace.test.ts › writes nothing outside while a directory is swapped',
    'test/contract/workspace.test.ts › lets no path out',
    'test/core/policy/escapes.test.ts › commands that try to escape a deny rule',
  ),
  row(
    'R-17',
    'Exit code != 0 is never success; no tests found is not success',
    'test/adapters/processes.test.ts › report an exit code other than 0',
  ),
  row(
    'R-18',
    'Search uses its index, finds CJK, survives punctuation',
    'test/contract/storeEvents.ts › finds every substring of two characters',
    'test/contract/storeEvents.ts › reads every punctuation literally',
  ),
  row(
    'R-19',
    'No secret in store, log, preview text, prompt, artifact, argv',
    'test/core/redact/redactor.test.ts › JSON without its secrets',
    'test/core/redact/redactStream.test.ts › holds planted secrets back',
  ),
  row(
    'R-20',
    'Sessions can be deleted; the chain still verifies',
    'test/contract/storeHistory.ts › deletes a session with all that belongs to it',
  ),
  row(
    'R-21',
    'LLM changes stay in the slot; stale diffs change nothing; diffs hold new files',
    'test/contract/workspace.test.ts › writes nothing when one file is not as the preview saw it',
  ),
  row('R-30', 'Deny ignores case, respects tokens; a partial deny runs nothing and is counted'),
  row('R-31', 'Step logs are never overwritten or skipped; `verify` changes nothing'),
  row('R-32', 'Rollback loses no user byte, can be undone; HEAD, index, reflog stay'),
  row(
    'R-33',
    'Two writers never corrupt; dead locks never block; `kill -9` loses nothing acknowledged',
    'test/contract/storeRows.ts › lets exactly one of many competing moves win',
  ),
  row('R-35', 'Guided commands never self-approve; doctor leaves nothing'),
];
