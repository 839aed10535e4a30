import type { ChangeStrings } from '#protocol/views/change';
import type { Translator } from '../../shown/translator';

/** Every text of the change review. */
export function changeStrings(l10n: Translator): ChangeStrings {
  return { ...decisions(l10n), ...choices(l10n), ...facts(l10n), ...hunkFacts(l10n), ...states(l10n) };
}

const decisions = (l10n: Translator) => ({
  review: l10n.t('Proposed changes'),
  loading: l10n.t('Reading the changes'),
  approve: l10n.t('Approve'),
  approveSome: l10n.t('Approve {0} of {1} hunks'),
  rejectWhole: l10n.t('Reject…'),
  rejectTitle: l10n.t('Reject the whole change'),
  reasonHint: l10n.t('Why? The reason goes back to the author; the step and its run end as denied.'),
  send: l10n.t('Send comment'),
  cancel: l10n.t('Cancel'),
  renew: l10n.t('Draft Again'),
  comment: l10n.t('Comment on this hunk'),
  commentOn: l10n.t('Comment on {0}, hunk {1}'),
  commentHint: l10n.t('What should be different? A comment decides nothing.'),
  keys: l10n.t(
    'j k next and previous hunk · a accept · r reject · u undo · A accept file · c comment · Enter open in the editor',
  ),
});

const choices = (l10n: Translator) => ({
  accept: l10n.t('Accept'),
  accepted: l10n.t('Accepted'),
  reject: l10n.t('Reject'),
  rejected: l10n.t('Rejected'),
  acceptFile: l10n.t('Accept all hunks of {0}'),
  rejectFile: l10n.t('Reject all hunks of {0}'),
  acceptAll: l10n.t('Accept all'),
  openDiff: l10n.t('Open {0} in the editor'),
  filter: l10n.t('Filter by path'),
  state: l10n.t('Filter by state'),
  stateAll: l10n.t('All hunks'),
  stateOpen: l10n.t('Undecided'),
  stateAccepted: l10n.t('Accepted'),
  stateRejected: l10n.t('Rejected'),
  stateCommented: l10n.t('With comments'),
  stateStale: l10n.t('Stale files'),
  noMatch: l10n.t('No change matches the filter.'),
});

const facts = (l10n: Translator) => ({
  files: l10n.t('Files: {0}'),
  hunks: l10n.t('hunks: {0}'),
  counts: l10n.t('hunks: {0}, accepted: {1}, rejected: {2}'),
  create: l10n.t('new file'),
  modify: l10n.t('changed'),
  delete: l10n.t('deleted'),
  crlf: l10n.t('line endings CRLF'),
  mixed: l10n.t('mixed line endings'),
  bom: l10n.t('byte order mark'),
  mode: l10n.t('mode {0}'),
  binary: l10n.t('binary, not drawn'),
  tooLarge: l10n.t('too large to be drawn'),
  masked: l10n.t('secrets cover more than one hunk, not drawn'),
  empty: l10n.t('no lines'),
  bytes: l10n.t('{0} → {1}'),
  missing: l10n.t('no file'),
  redactions: l10n.t('secrets masked: {0}'),
});

const hunkFacts = (l10n: Translator) => ({
  hunkOf: l10n.t('Hunk {0} of {1}'),
  linesOf: l10n.t('from line {0}'),
  noNewline: l10n.t('no newline at the end of the file'),
  added: l10n.t('added:'),
  removed: l10n.t('removed:'),
  earlier: l10n.t('on an earlier version'),
  whiteSpaceOnly: l10n.t('white space only'),
  toCrlf: l10n.t('line endings become CRLF'),
  toLf: l10n.t('line endings become LF'),
  finalNewlineAdded: l10n.t('adds the final newline'),
  finalNewlineRemoved: l10n.t('removes the final newline'),
  bomAdded: l10n.t('adds a byte order mark'),
  bomRemoved: l10n.t('removes the byte order mark'),
  trailingWhiteSpace: l10n.t('white space at line ends'),
});

const states = (l10n: Translator) => ({
  stale: l10n.t('stale'),
  staleChanged: l10n.t('{0} has changed since this was drafted.'),
  staleMissing: l10n.t('{0} is gone since this was drafted.'),
  staleExists: l10n.t('{0} was created by somebody since this was drafted.'),
  busy: l10n.t('Working…'),
  untrusted: l10n.t('This workspace is not trusted: changes can be read, not decided.'),
  votes: l10n.t('approved by {0} of {1}'),
  risk: l10n.t('risk {0}'),
});
