import type { RunEffects } from '#protocol/methods/effects';
import type { SpanRow } from '#protocol/rows';
import { failureReason, isFailure } from '../failureText';
import type { RunReport } from '../runReport';
import { durationText, timeText } from './amounts';
import { html, type Markup, nothing } from './markup';
import { picture } from './picture';
import {
  approvalsSection,
  artifactsSection,
  checksSection,
  effectsSection,
  filesSection,
  stepsSection,
} from './sections';
import { reportStyle } from './style';
import { englishTexts, japaneseTexts, type ReportTexts } from './texts';

/** Everything a page is made of, redacted already. */
export interface ReportSources {
  readonly report: RunReport;
  readonly effects: RunEffects;
  readonly spans: readonly SpanRow[];
  /** What the step that failed printed last; empty where it printed nothing. */
  readonly printed: string;
  readonly locale: 'en' | 'ja';
}

/** The report of a run as one page that opens anywhere, without a network and without a script. */
export function reportPage(sources: ReportSources): string {
  const { report, effects, spans, printed, locale } = sources;
  const texts = locale === 'ja' ? japaneseTexts : englishTexts;
  const page = html`<!doctype html>
<html lang="${texts.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${texts.title}: ${report.plan.title} (${report.status})</title>
<style>${styleMarkup()}</style>
</head>
<body>
<main>
${head(report, texts)}
${why({ report, effects, printed }, texts)}
${picture(spans, report.steps.length, texts)}
${stepsSection(report, texts)}
${filesSection(effects, texts)}
${approvalsSection(report, texts)}
${effectsSection(effects, texts)}
${checksSection(effects, texts)}
${artifactsSection(report, texts)}
${policySection(report, texts)}
${nextSection(report, texts)}
<footer>${texts.run} ${report.run_id} · ${texts.trace} ${report.trace_id} · ${report.schema_version}</footer>
</main>
</body>
</html>
`;
  return page.text;
}

function head(report: RunReport, texts: ReportTexts): Markup {
  const { plan, status } = report;
  const facts: readonly (readonly [string, string])[] = [
    [texts.run, report.run_id],
    [texts.plan, `${plan.title}, ${texts.version} ${plan.version}`],
    [texts.started, timeText(report.started_at)],
    [texts.ended, timeText(report.ended_at)],
    [texts.duration, durationText(report.duration_ms)],
    [texts.active, durationText(report.active_ms)],
  ];
  return html`<header>
<span class="badge ${status}">${status}</span>
<h1>${plan.title}</h1>
<p class="lead">${report.summary}</p>
<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
</header>`;
}

/** What failed, why, and by whose leave it had been tried: before everything else. */
function why(
  { report, effects, printed }: Pick<ReportSources, 'report' | 'effects' | 'printed'>,
  texts: ReportTexts,
): Markup {
  if (!isFailure(report)) {
    return nothing;
  }
  const { payload_preview } = report.context_digest;
  const reason = failureReason(report) || report.summary;
  const id = report.failed_step_id;
  return html`<section class="why" aria-labelledby="why">
<h2 id="why">${report.status === 'denied' ? texts.whyDenied : texts.why}</h2>
<p class="reason">${reason}</p>
<dl class="facts">
<div><dt>${texts.failedStep}</dt><dd>${id ?? '–'}</dd></div>
<div><dt>${texts.attempts}</dt><dd>${report.attempts}</dd></div>
<div><dt>${texts.allowedBy}</dt><dd>${allowedBy(id, effects, texts)}</dd></div>
<div><dt>${texts.input}</dt><dd><code>${payload_preview}</code></dd></div>
</dl>
${printed === '' ? nothing : html`<h3>${texts.printed}</h3><pre>${lines(printed)}</pre>`}
</section>`;
}

function allowedBy(stepId: string | null, { effects }: RunEffects, texts: ReportTexts): string {
  const call = effects.findLast(({ step_id }) => step_id === stepId);
  if (call === undefined) {
    return '–';
  }
  const rule = [call.rule_id, call.location].filter((part) => part !== '').join(', ');
  const { approval } = call;
  const who = approval === null ? null : `${approval.actor ?? '?'} (${approval.source ?? '?'})`;
  return who === null
    ? `${call.verdict === 'deny' ? '' : `${texts.nobodyAsked}: `}${rule}`
    : `${who}; ${rule}`;
}

function policySection({ policy_snapshot }: RunReport, texts: ReportTexts): Markup {
  if (policy_snapshot === null) {
    return nothing;
  }
  const text = JSON.stringify(policy_snapshot, null, 2);
  return html`<section><h2>${texts.policy}</h2><details><summary>${policy_snapshot.profile}</summary><pre>${lines(text)}</pre></details></section>`;
}

/** Text line by line: a mark that ends a line would be made visible within one. */
function lines(text: string): readonly Markup[] {
  return text.split('\n').map((line) => html`${line}`);
}

function nextSection({ next_commands }: RunReport, texts: ReportTexts): Markup {
  return html`<section><h2>${texts.next}</h2><pre>${lines(next_commands.join('\n'))}</pre></section>`;
}

/** The style is ours: nothing in it comes from a run. */
function styleMarkup(): Markup {
  return html(Object.assign([reportStyle], { raw: [reportStyle] }));
}
