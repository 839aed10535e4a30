import type { RunEffects } from '#protocol/methods/effects';
import type { RunReport } from '../runReport';
import { bytesText, durationText, timeText } from './amounts';
import { html, type Markup, nothing } from './markup';
import { dataTable, type ReportColumn } from './table';
import type { ReportTexts } from './texts';

/** The visits of steps, with what each took and why it failed. */
export function stepsSection({ steps }: RunReport, texts: ReportTexts): Markup {
  return section(texts.steps, texts, steps, [
    { name: texts.step, value: ({ step_id, title }) => html`<strong>${step_id}</strong> ${title ?? ''}` },
    { name: texts.tool, value: ({ tool }) => html`<code>${tool ?? '–'}</code>` },
    { name: texts.status, value: ({ status }) => statusMark(status) },
    { name: texts.tries, value: ({ attempts }) => attempts, isNumber: true },
    { name: texts.duration, value: ({ duration_ms }) => durationText(duration_ms), isNumber: true },
    { name: texts.error, value: ({ error }) => error?.message ?? '' },
  ]);
}

/** The files that the run changed. */
export function filesSection({ files }: RunEffects, texts: ReportTexts): Markup {
  return section(texts.files, texts, files, [
    { name: texts.file, value: ({ path }) => html`<code>${path}</code>` },
    { name: texts.change, value: ({ op, is_undone }) => (is_undone ? `${op} (${texts.undone})` : op) },
    { name: texts.step, value: ({ step_id }) => step_id ?? '–' },
  ]);
}

/** Who consented to what, and how long they were waited for. */
export function approvalsSection({ approvals }: RunReport, texts: ReportTexts): Markup {
  return section(texts.approvals, texts, approvals, [
    { name: texts.subject, value: (approval) => subjectText(approval) },
    // Used up or not, it was granted: the report is about who decided what.
    { name: texts.decision, value: ({ status }) => statusMark(status === 'consumed' ? 'granted' : status) },
    { name: texts.who, value: ({ actor }) => actor ?? '–' },
    { name: texts.door, value: ({ source }) => source ?? '–' },
    { name: texts.when, value: ({ decided_at }) => timeText(decided_at) },
    { name: texts.waited, value: ({ wait_ms }) => durationText(wait_ms), isNumber: true },
    { name: texts.reason, value: ({ reason }) => reason ?? '' },
  ]);
}

/** A visit of a step has an id of its run, its name and its number; people know the step by its name, and there is one plan. */
function subjectText({ subject_type, subject_id }: RunReport['approvals'][number]): string {
  if (subject_type === 'plan') {
    return subject_type;
  }
  const [, step] = /:([^:]+):\d+$/.exec(subject_id) ?? [];
  return `${subject_type} ${step ?? subject_id}`;
}

/** What policy decided about each call; what was judged again before it ran, with the same outcome, stands there once. */
export function effectsSection({ effects }: RunEffects, texts: ReportTexts): Markup {
  const distinct = new Map(effects.map((effect) => [JSON.stringify({ ...effect, at: null }), effect]));
  return section(
    texts.decisions,
    texts,
    [...distinct.values()],
    [
      { name: texts.step, value: ({ step_id }) => step_id ?? '–' },
      {
        name: texts.call,
        value: ({ tool, names }) =>
          html`${tool} ${names.length === 0 ? nothing : html`<code>${names.join(' ')}</code>`}`,
      },
      { name: texts.verdict, value: ({ verdict }) => statusMark(verdict) },
      {
        name: texts.rule,
        value: ({ rule_id, location }) => html`${rule_id}<br><span class="soft">${location}</span>`,
      },
      { name: texts.reason, value: ({ reason }) => reason },
      { name: texts.who, value: ({ approval }) => approval?.actor ?? '–' },
    ],
  );
}

/** The checks that were made, and whether they held. */
export function checksSection({ checks }: RunEffects, texts: ReportTexts): Markup {
  return section(texts.checks, texts, checks, [
    { name: texts.check, value: ({ scope, name }) => `${scope}: ${name}` },
    {
      name: texts.status,
      value: ({ passed }) =>
        passed
          ? html`<span class="good">${texts.passed}</span>`
          : html`<span class="ill">${texts.notPassed}</span>`,
    },
    { name: texts.details, value: ({ details }) => details },
  ]);
}

/** What the run left behind. */
export function artifactsSection({ artifacts }: RunReport, texts: ReportTexts): Markup {
  return section(texts.artifacts, texts, artifacts, [
    { name: texts.name, value: ({ name, sha256 }) => html`${name}<br><code>${sha256.slice(0, 12)}</code>` },
    { name: texts.kind, value: ({ kind }) => kind },
    { name: texts.step, value: ({ step_id }) => step_id },
    { name: texts.size, value: ({ size }) => bytesText(size), isNumber: true },
  ]);
}

function section<Item>(
  title: string,
  texts: ReportTexts,
  items: readonly Item[],
  columns: readonly ReportColumn<Item>[],
): Markup {
  return items.length === 0
    ? nothing
    : html`<section><h2>${title}</h2>${dataTable(columns, items, texts)}</section>`;
}

const goodWords: readonly string[] = ['succeeded', 'granted', 'consumed', 'allow'];
const illWords: readonly string[] = [
  'failed',
  'timed_out',
  'denied',
  'deny',
  'rejected',
  'expired',
  'interrupted',
];

function statusMark(word: string): Markup {
  const mark = goodWords.includes(word) ? 'good' : illWords.includes(word) ? 'ill' : 'soft';
  return html`<span class="${mark}">${word}</span>`;
}
