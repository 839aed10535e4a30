import type { ReportStrings } from '#protocol/views/report';
import { stateTexts } from '../../shown/stateText';
import type { Translator } from '../../shown/translator';

/** Every text of the run report. */
export function reportStrings(l10n: Translator, language: string): ReportStrings {
  return { states: stateTexts(language), words: { ...outcome(l10n), ...detail(l10n) } };
}

const outcome = (l10n: Translator) => ({
  active: l10n.t('{0} at work'),
  attempts: l10n.t('{0} attempts'),
  copied: l10n.t('The report is on the clipboard.'),
  copy: l10n.t('Copy as Markdown'),
  dryRun: l10n.t('Dry run'),
  exportJson: l10n.t('Export JSON…'),
  exportMarkdown: l10n.t('Export Markdown…'),
  failedAt: l10n.t('Step “{0}” did not succeed'),
  failedRun: l10n.t('The run did not succeed'),
  forPeople: l10n.t('{0} waiting for people'),
  needsNewVersion: l10n.t('Import a new version of the plan; what did not change is carried over.'),
  next: l10n.t('In a terminal'),
  notYet: l10n.t('The run is not over: this is how it stands now.'),
  openPlan: l10n.t('Plan'),
  openTrace: l10n.t('Trace'),
  plan: l10n.t('version {0}'),
  rerun: l10n.t('Run again'),
  started: l10n.t('started {0}'),
  unreadable: l10n.t('This report cannot be shown'),
});

const detail = (l10n: Translator) => ({
  approvals: l10n.t('Approvals'),
  approvedBy: l10n.t('approved by {0}'),
  artifacts: l10n.t('Artifacts'),
  carried: l10n.t('carried over'),
  chart: l10n.t('Where the time went'),
  checkFailed: l10n.t('failed'),
  checkPassed: l10n.t('passed'),
  checks: l10n.t('Checks'),
  create: l10n.t('created'),
  delete: l10n.t('deleted'),
  denied: l10n.t('denied by'),
  effects: l10n.t('Effects, and who allowed them'),
  files: l10n.t('Files changed'),
  modify: l10n.t('changed'),
  more: l10n.t('{0} more'),
  noFiles: l10n.t('No file was changed.'),
  quiet: l10n.t('{0} further calls only read or did nothing.'),
  rule: l10n.t('rule'),
  seeChange: l10n.t('See the change of {0}'),
  steps: l10n.t('Steps'),
  subjectDecision: l10n.t('a decision'),
  subjectPlan: l10n.t('the plan'),
  subjectPreview: l10n.t('a change'),
  subjectRollback: l10n.t('a rollback'),
  subjectStep: l10n.t('a step'),
  undone: l10n.t('taken back'),
  waited: l10n.t('Waited'),
  working: l10n.t('at work'),
});
