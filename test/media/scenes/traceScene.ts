import type { SpanView } from '#protocol/methods/records';
import type { Opening } from '#protocol/views/opening';
import type { ToTrace, TraceStrings, TraceTarget } from '#protocol/views/trace';
import { traceStrings } from '../../../client/src/panels/strings/traceStrings';
import { readSpanDetails } from '../../../client/src/panels/trace/spanDetails';
import { type RunFacts, readRunFacts, traceFacts } from '../../../client/src/panels/trace/traceFacts';
import { TraceFeed } from '../../../client/src/panels/trace/traceFeed';
import type { OpenView, ViewBrowser, ViewOptions } from '../page/openView';
import { examplePlan } from './exampleFiles';
import { localizer } from './localizer';
import { type PlanScene, planScene } from './planScene';

/** A run of the example on a whole server, with its trace told as the panel tells it. */
export interface TraceScene {
  readonly scene: PlanScene;
  readonly runId: string;
  readonly feed: TraceFeed;
}

/** Starts a run of the example; it waits for a person. */
export async function startedScene(testPasses: boolean, policy?: string): Promise<TraceScene> {
  const scene = await planScene({ testPasses, ...(policy === undefined ? {} : { policy }) });
  const version = await scene.importPlan(examplePlan('volumeDiscount.v1.yaml'));
  await scene.server.request('plan/approve', { session_id: scene.sessionId, version });
  const runId = await scene.run();
  return { scene, runId, feed: new TraceFeed(scene.server, runId) };
}

/** A run of the example that is over. */
export async function endedScene(testPasses: boolean, policy?: string): Promise<TraceScene> {
  const started = await startedScene(testPasses, policy);
  await started.scene.approveAll(started.runId);
  return started;
}

/** What a trace view is told first. */
export function traceOpening(language: 'en' | 'ja' = 'en'): Opening<TraceTarget, TraceStrings> {
  return {
    type: 'open',
    target: { run_id: 'run-1' },
    root: null,
    strings: traceStrings(localizer(language), language),
    is_trusted: true,
  };
}

/** Opens a view and tells it everything there is by now. */
export async function openTraceView(
  browser: ViewBrowser,
  { scene, runId, feed }: TraceScene,
  options: Partial<ViewOptions> = {},
): Promise<OpenView> {
  const view = await browser.open({ name: 'trace', ...options });
  await view.heard('ready');
  await view.tell(traceOpening(options.locale === 'ja' ? 'ja' : 'en'));
  feed.restart();
  await tellNews(view, { scene, runId, feed });
  await view.page.waitForSelector('.span-row');
  return view;
}

/** Tells a view what is new. */
export async function tellNews(view: OpenView, { scene, runId, feed }: TraceScene): Promise<void> {
  for await (const page of feed.pages()) {
    await view.tell(page);
  }
  const facts = traceFacts(await factsOf(scene, runId));
  await view.tell({ type: 'facts', facts } satisfies ToTrace);
}

/** Takes a span of another program into the record: a trace that belongs to no run. */
export async function importedSpan({ server }: PlanScene): Promise<SpanView> {
  const span: SpanView = {
    trace_id: 'ab'.repeat(16),
    span_id: 'cd'.repeat(8),
    parent_span_id: null,
    run_id: null,
    service_name: 'orders',
    kind: 'service',
    name: 'POST /orders',
    status: 'ERROR',
    error: 'no stock',
    timeout: false,
    policy_snapshot: null,
    attributes: { 'shop.id': 'north' },
    start_us: 1_700_000_000_000_000,
    end_us: 1_700_000_000_250_000,
  };
  await server.request('trace/import', { spans: [{ ...span, otlp: {} }] });
  return span;
}

/** What is known of a run that there is. */
export async function factsOf({ server }: PlanScene, runId: string): Promise<RunFacts> {
  const facts = await readRunFacts(server, runId);
  if (facts === null) {
    throw new Error(`${runId} belongs to no run`);
  }
  return facts;
}

/** Answers the view's newest wish for details as the panel does. */
export async function tellDetails(view: OpenView, { scene, runId }: TraceScene): Promise<void> {
  const { span_id, step_id } = (await view.heard('details')) as unknown as {
    span_id: string;
    step_id: string | null;
  };
  const facts = await factsOf(scene, runId);
  const { trace_id } = facts.run;
  const details = await readSpanDetails(scene.server, { trace_id, facts }, { span_id, step_id });
  await view.tell({ type: 'details', details } satisfies ToTrace);
}
