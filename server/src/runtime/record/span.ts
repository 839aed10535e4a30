import type { JsonObject } from '#protocol/json';
import type { OtlpLink, SpanWire } from '#protocol/otlp/otlp';
import type { SpanKind, SpanRow } from '#protocol/rows';
import type { PolicySnapshot } from '../../core/report/policySnapshot';
import type { Context } from '../context';
import type { Write } from '../storePort';
import { isoNow } from './record';

/** The service name under which this program's spans are filed. */
export const serviceName = 'holdpoint';

/** A run's steps share their snapshots: each is written out once. */
const snapshotTexts = new WeakMap<PolicySnapshot, string>();

/** Where a new span hangs. */
export interface SpanPlace {
  readonly trace_id: string;
  readonly run_id: string | null;
  readonly parent: string | null;
  /** Under which the span is filed; this program's own name when absent. */
  readonly service?: string;
}

/** How a span ended. */
export interface SpanEnd {
  readonly status: 'OK' | 'ERROR';
  readonly error?: string | null;
  readonly timeout?: boolean;
  readonly attributes?: JsonObject;
}

/** One interval of work while it is open: written when it starts, so that a crash leaves it to be closed. */
export class Span {
  readonly id: string;
  readonly #context: Context;
  readonly #row: SpanRow;
  /** Redacted as they come, so that each is looked at once. */
  #attributes: JsonObject;
  #policy: string | null = null;
  #otlp: string | null = null;

  constructor(
    context: Context,
    place: SpanPlace,
    kind: SpanKind,
    name: string,
    attributes: JsonObject = {},
    id: string = context.ports.ids.hex(8),
  ) {
    this.#context = context;
    this.id = id;
    this.#attributes = this.#redacted(attributes);
    this.#row = {
      span_id: this.id,
      trace_id: place.trace_id,
      run_id: place.run_id,
      parent_span_id: place.parent,
      service_name: place.service ?? serviceName,
      kind,
      name,
      status: 'UNSET',
      error: null,
      timeout: 0,
      policy_snapshot: null,
      attributes: '{}',
      otlp: null,
      start_us: context.ports.clock.nowUs(),
      end_us: null,
      created_at: isoNow(context),
    };
  }

  /** A span that was stored before this server started, open again. */
  static stored(context: Context, row: SpanRow): Span {
    const { trace_id, run_id, service_name: service } = row;
    const place = { trace_id, run_id, parent: row.parent_span_id, service };
    return new Span(
      context,
      place,
      row.kind,
      row.name,
      JSON.parse(row.attributes) as JsonObject,
      row.span_id,
    );
  }

  /** The write that opens a stored span again. */
  reopened(): Write {
    return {
      op: 'update',
      table: 'spans',
      key: { span_id: this.id },
      set: { status: 'UNSET', error: null, end_us: null },
    };
  }

  /** Places a child of this span. */
  get place(): SpanPlace {
    const { trace_id, run_id, service_name } = this.#row;
    return { trace_id, run_id, parent: this.id, service: service_name };
  }

  get startUs(): number {
    return this.#row.start_us;
  }

  /** Adds attributes that will be written with the end. */
  note(attributes: JsonObject): void {
    this.#attributes = { ...this.#attributes, ...this.#redacted(attributes) };
  }

  /** Names the policy under which the work of this span is done. */
  underPolicy(snapshot: PolicySnapshot): this {
    const text = snapshotTexts.get(snapshot) ?? JSON.stringify(snapshot);
    snapshotTexts.set(snapshot, text);
    this.#policy = text;
    return this;
  }

  /** Names spans of other places that this one has to do with. */
  linkedTo(links: readonly OtlpLink[]): this {
    this.#otlp = links.length === 0 ? null : JSON.stringify({ span: { links } } satisfies SpanWire);
    return this;
  }

  /** The write that makes the span known while it is still open. */
  opened(): Write {
    return {
      op: 'insert',
      table: 'spans',
      row: {
        ...this.#row,
        otlp: this.#otlp,
        policy_snapshot: this.#policy,
        attributes: JSON.stringify(this.#attributes),
      },
    };
  }

  /** The write that closes an opened span. */
  closed(end: SpanEnd): Write {
    return { op: 'update', table: 'spans', key: { span_id: this.id }, set: this.#ending(end) };
  }

  /** One write for a span that is over: it began and ended within this transaction, or when its times say. */
  whole(end: SpanEnd, times: { readonly startUs?: number; readonly endUs?: number } = {}): Write {
    const { startUs: start_us = this.#row.start_us, endUs } = times;
    const ending = this.#ending(end);
    const row = { ...this.#row, otlp: this.#otlp, ...ending, start_us };
    return { op: 'insert', table: 'spans', row: endUs === undefined ? row : { ...row, end_us: endUs } };
  }

  #ending(end: SpanEnd): Partial<SpanRow> {
    if (end.attributes) {
      this.note(end.attributes);
    }
    const error = end.error ?? null;
    return {
      status: end.status,
      error: error === null ? null : this.#context.redactor.text(error).text,
      timeout: end.timeout ? 1 : 0,
      ...(this.#policy === null ? {} : { policy_snapshot: this.#policy }),
      attributes: JSON.stringify(this.#attributes),
      end_us: this.#context.ports.clock.nowUs(),
    };
  }

  #redacted(attributes: JsonObject): JsonObject {
    return this.#context.redactor.json(attributes).value as JsonObject;
  }
}
