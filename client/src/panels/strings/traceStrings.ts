import type { TraceStrings } from '#protocol/views/trace';
import { stateTexts } from '../../shown/stateText';
import type { Translator } from '../../shown/translator';

/** Every text of the trace view. */
export function traceStrings(l10n: Translator, language: string): TraceStrings {
  return {
    states: stateTexts(language),
    kinds: kinds(l10n),
    words: { ...summary(l10n), ...tools(l10n), ...details(l10n) },
  };
}

const kinds = (l10n: Translator) => ({
  run: l10n.t('Run'),
  step: l10n.t('Step'),
  attempt: l10n.t('Attempt'),
  tool: l10n.t('Tool'),
  llm: l10n.t('Model'),
  service: l10n.t('Service'),
  git: l10n.t('Git'),
  gate: l10n.t('Gate'),
  wait: l10n.t('Waiting for a person'),
});

const summary = (l10n: Translator) => ({
  allowed: l10n.t('allowed {0}'),
  decidedBy: l10n.t('Decided by'),
  denied: l10n.t('denied {0}'),
  dryRun: l10n.t('Dry run'),
  filesChanged: l10n.t('Files changed: {0}'),
  firstError: l10n.t('First error'),
  loading: l10n.t('Reading the trace'),
  noError: l10n.t('No errors'),
  noFiles: l10n.t('No file was changed.'),
  noRun: l10n.t('Belongs to no run: another program recorded it.'),
  nobody: l10n.t('Nothing had to be decided.'),
  openPlan: l10n.t('Plan'),
  openReport: l10n.t('Report'),
  plan: l10n.t('version {0}'),
  spanCount: l10n.t('{0} spans'),
  undone: l10n.t('taken back'),
  unreadable: l10n.t('This trace cannot be shown'),
});

const tools = (l10n: Translator) => ({
  actions: l10n.t('Tools of the trace'),
  allKinds: l10n.t('All kinds'),
  collapseAll: l10n.t('Collapse all'),
  errorsFirst: l10n.t('Errors first'),
  expandAll: l10n.t('Expand all'),
  keys: l10n.t(
    'Arrow keys move and open · n N next and previous hit · F8 next error · + - zoom · 0 whole time · [ ] move in time · / search · Enter details · Esc close',
  ),
  kindFilter: l10n.t('Show only one kind of span'),
  next: l10n.t('Next hit'),
  noHits: l10n.t('no hits'),
  of: l10n.t('{0} of {1}'),
  overview: l10n.t('Overview of the whole time; drag to zoom'),
  previous: l10n.t('Previous hit'),
  search: l10n.t('Search the trace'),
  tree: l10n.t('Spans of the trace'),
  wholeTime: l10n.t('Show the whole time'),
  zoomIn: l10n.t('Zoom in'),
  zoomOut: l10n.t('Zoom out'),
});

const details = (l10n: Translator) => ({
  active: l10n.t('{0} at work'),
  approvedBy: l10n.t('approved by {0}'),
  artifacts: l10n.t('Artifacts'),
  attributes: l10n.t('Attributes'),
  changes: l10n.t('Changes'),
  close: l10n.t('Close the details'),
  create: l10n.t('created'),
  decisions: l10n.t('Decisions'),
  delete: l10n.t('deleted'),
  details: l10n.t('Details of the span'),
  duration: l10n.t('Duration'),
  error: l10n.t('Error'),
  events: l10n.t('Events'),
  forPeople: l10n.t('{0} waiting for people'),
  modify: l10n.t('changed'),
  moreEvents: l10n.t('{0} more events'),
  openApproval: l10n.t('Open the approval'),
  openFile: l10n.t('Open the file itself'),
  rule: l10n.t('rule'),
  running: l10n.t('running'),
  service: l10n.t('Service'),
  started: l10n.t('started {0}'),
  step: l10n.t('Step {0} in the plan'),
  verdictAllow: l10n.t('allowed'),
  verdictAsk: l10n.t('asked'),
  verdictDeny: l10n.t('denied'),
});
