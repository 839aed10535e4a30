import type { SpanRow } from '#protocol/rows';
import { durationText } from './amounts';
import { html, type Markup, nothing } from './markup';
import { type PlacedSpan, spanOrder } from './spanOrder';
import { dataTable } from './table';
import type { ReportTexts } from './texts';
import { barClass, spanMs, waterfall } from './waterfall';

/** A page with more bars is slow to open and says no more. */
const mostSpans = 400;

/** The trace as a picture with its key, and the same as a table for those who do not see it. */
export function picture(spans: readonly SpanRow[], stepCount: number, texts: ReportTexts): Markup {
  if (spans.length === 0) {
    return nothing;
  }
  const all = spanOrder(spans);
  const placed = telling(all, mostSpans);
  const cut =
    all.length > placed.length ? html`<p class="note">${texts.cut(placed.length, all.length)}</p>` : nothing;
  return html`<section><h2>${texts.picture}</h2>
<p class="legend">${key('work', texts.work)}${key('wait', texts.waiting)}${key('gate', texts.gate)}${key('bad', texts.failed)}</p>
${cut}
<div class="card">${waterfall(placed, texts.pictureAlt(placed.length, stepCount), texts)}</div>
<details><summary>${texts.asTable}</summary>${table(placed, texts)}</details></section>`;
}

/** Of too many spans, those that failed or waited with all above them, then the rest in order until the picture is full. */
function telling(all: readonly PlacedSpan[], most: number): readonly PlacedSpan[] {
  if (all.length <= most) {
    return all;
  }
  const byId = new Map(all.map((one) => [one.span.span_id, one]));
  const kept = new Set<PlacedSpan>();
  const isTold = ({ span }: PlacedSpan) => span.kind === 'run' || /^(?:bad|wait)/.test(barClass(span));
  for (const one of all.filter(isTold)) {
    let above: PlacedSpan | undefined = one;
    while (above !== undefined && !kept.has(above) && kept.size < most) {
      kept.add(above);
      above = byId.get(above.span.parent_span_id ?? '');
    }
  }
  for (const one of all) {
    if (kept.size >= most) {
      break;
    }
    kept.add(one);
  }
  return all.filter((one) => kept.has(one));
}

function key(kind: string, text: string): Markup {
  return html`<span><svg aria-hidden="true"><rect class="bar ${kind}" x="1" y="1" width="16" height="10" rx="2"/></svg>${text}</span>`;
}

function table(placed: readonly PlacedSpan[], texts: ReportTexts): Markup {
  const first = placed.reduce(
    (least, { span }) => Math.min(least, span.start_us),
    placed[0]?.span.start_us ?? 0,
  );
  return dataTable(
    [
      { name: texts.span, value: ({ span }) => span.name },
      { name: texts.kind, value: ({ span }) => span.kind },
      { name: texts.status, value: ({ span }) => span.status },
      {
        name: texts.from,
        value: ({ span }) => durationText((span.start_us - first) / 1000),
        isNumber: true,
      },
      {
        name: texts.duration,
        value: ({ span }) => (span.end_us === null ? texts.open : durationText(spanMs(span))),
        isNumber: true,
      },
      { name: texts.error, value: ({ span }) => span.error ?? '' },
    ],
    placed,
    texts,
  );
}
