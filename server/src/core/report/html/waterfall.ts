import type { SpanRow } from '#protocol/rows';
import { durationText } from './amounts';
import { html, type Markup } from './markup';
import type { PlacedSpan } from './spanOrder';
import type { ReportTexts } from './texts';

const rowHeight = 22;
const axisHeight = 26;
const labelShare = 36;
const tookShare = 10;
const barsShare = 100 - labelShare - tookShare;
const tickCount = 4;

/** The time that the picture covers, in microseconds. */
interface Range {
  readonly fromUs: number;
  readonly toUs: number;
}

/** Draws spans as bars over time: one row for each, its name on the left, what it took on the right. */
export function waterfall(placed: readonly PlacedSpan[], alt: string, texts: ReportTexts): Markup {
  const range = rangeOf(placed);
  const height = axisHeight + placed.length * rowHeight + 6;
  return html`<svg class="waterfall" width="100%" height="${height}" role="img" aria-label="${alt}">
<defs><pattern id="wait" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="wait-ground" width="6" height="6"/><rect class="wait-line" width="2.5" height="6"/></pattern></defs>
<svg x="${labelShare}%" width="${barsShare}%" height="${height}" overflow="visible">${ticks(range, height)}</svg>
${placed.map((one, index) => row(one, index, range, texts))}
</svg>`;
}

/** What a bar means: what is looked at first is what failed, then who was waited for. */
export function barClass({ kind, status, name }: SpanRow): string {
  const isBad = status === 'ERROR';
  if (kind === 'gate' && name.startsWith('holdpoint.approval')) {
    return isBad ? 'wait refused' : 'wait';
  }
  const own = calmClasses[kind] ?? 'work';
  const isOuter = own === 'whole' || own === 'step';
  return isBad ? `bad${isOuter ? ' outer' : ''}` : own;
}

const calmClasses: Partial<Readonly<Record<SpanRow['kind'], string>>> = {
  gate: 'gate',
  run: 'whole',
  step: 'step',
};

/** How long a span took, in milliseconds; `null` while it is open. */
export function spanMs({ start_us, end_us }: SpanRow): number | null {
  return end_us === null ? null : Math.max(0, end_us - start_us) / 1000;
}

function rangeOf(placed: readonly PlacedSpan[]): Range {
  const starts = placed.map(({ span }) => span.start_us);
  const ends = placed.map(({ span }) => span.end_us ?? span.start_us);
  const fromUs = starts.reduce((least, value) => Math.min(least, value), starts[0] ?? 0);
  const lastUs = ends.reduce((most, value) => Math.max(most, value), fromUs + 1);
  // What is not over goes on past everything that is, so that a span that has only just begun is seen too.
  const isOpen = placed.some(({ span }) => span.end_us === null);
  return { fromUs, toUs: isOpen ? lastUs + Math.ceil((lastUs - fromUs) / 10) : lastUs };
}

function ticks({ fromUs, toUs }: Range, height: number): readonly Markup[] {
  return Array.from({ length: tickCount + 1 }, (_, index) => {
    const share = (index * 100) / tickCount;
    const ms = ((toUs - fromUs) * index) / tickCount / 1000;
    const anchor = index === 0 ? 'start' : index === tickCount ? 'end' : 'middle';
    return html`<line class="grid" x1="${share}%" x2="${share}%" y1="${axisHeight - 6}" y2="${height}"/><text class="tick" x="${share}%" y="14" text-anchor="${anchor}">${durationText(ms)}</text>`;
  });
}

function row(
  { span, depth }: PlacedSpan,
  index: number,
  { fromUs, toUs }: Range,
  texts: ReportTexts,
): Markup {
  const y = axisHeight + index * rowHeight;
  const all = toUs - fromUs;
  const left = ((span.start_us - fromUs) * 100) / all;
  const width = Math.max(0, ((span.end_us ?? toUs) - span.start_us) * 100) / all;
  const took = span.end_us === null ? texts.open : durationText(spanMs(span));
  const kind = barClass(span);
  return html`<g class="row"><title>${span.name} · ${took}${span.error === null ? '' : ` · ${span.error}`}</title>
${index % 2 === 1 ? html`<rect class="stripe" x="0" y="${y}" width="100%" height="${rowHeight}"/>` : ''}
<svg x="0" y="${y}" width="${labelShare - 1}%" height="${rowHeight}"><text class="label ${kind}" x="${4 + Math.min(depth, 12) * 14}" y="15">${span.name}</text></svg>
<svg x="${labelShare}%" y="${y}" width="${barsShare}%" height="${rowHeight}" overflow="visible"><rect class="bar ${kind}" x="${share(left)}%" y="5" width="${share(width)}%" height="12" rx="2"/></svg>
<text class="took" x="99.5%" y="${y + 15}" text-anchor="end">${took}</text></g>`;
}

function share(value: number): string {
  return String(Number(Math.max(0, Math.min(100, value)).toFixed(3)));
}
