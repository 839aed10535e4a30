import type { EventView, SpanView } from '#protocol/methods/records';
import { visible } from '#protocol/shown/visible';
import type { Tell } from '#protocol/translation/tell';
import { durationText } from '../terminal/durationText';
import { paint, type Style } from '../terminal/paint';

const styles: Readonly<Record<SpanView['status'], Style>> = { OK: 'good', ERROR: 'bad', UNSET: 'quiet' };

/** How the parts of a trace are shown. */
interface Look {
  readonly hasColor: boolean;
  readonly told: Tell;
}

/** A trace as an indented tree: `- name [STATUS]`, its events as `* type message` below it. */
export function treeText(spans: readonly SpanView[], events: readonly EventView[], look: Look): string {
  const ids = new Set(spans.map(({ span_id }) => span_id));
  const ordered = [...spans].sort((a, b) => a.start_us - b.start_us);
  const roots = ordered.filter(({ parent_span_id }) => parent_span_id === null || !ids.has(parent_span_id));
  const lines: string[] = [];
  const pending = roots.map((span) => ({ span, depth: 0 })).reverse();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { span, depth } = next;
    const indent = '  '.repeat(depth);
    lines.push(`${indent}- ${spanLine(span, look)}`);
    for (const event of events.filter(({ span_id }) => span_id === span.span_id)) {
      lines.push(`${indent}  * ${visible(event.type)} ${visible(look.told(event.summary))}`);
    }
    const children = ordered.filter(({ parent_span_id }) => parent_span_id === span.span_id);
    pending.push(...children.map((child) => ({ span: child, depth: depth + 1 })).reverse());
  }
  return lines.join('\n');
}

/** The line of one span, as trees and the console tracer write it. */
export function spanLine(span: SpanView, { hasColor, told }: Look): string {
  const status = paint(hasColor, styles[span.status], `[${span.status}]`);
  const length = span.end_us === null ? null : (span.end_us - span.start_us) / 1000;
  const error = span.error === null ? '' : `: ${visible(told(span.error))}`;
  return `${visible(span.name)} ${status}${span.timeout ? ' timeout' : ''} ${durationText(length)}${error}`;
}
