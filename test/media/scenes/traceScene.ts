import type { Opening } from '#protocol/views/opening';
import type { ToTrace, TraceStrings, TraceTarget } from '#protocol/views/trace';
import { traceStrings } from '../../../client/src/panels/strings/traceStrings';
import { readSpanDetails } from '../../../client/src/panels/trace/spanDetails';
import { readRunFacts, traceFacts } from '../../../client/src/panels/trace/traceFacts';
import { TraceFeed } from '../../../client/src/panels/trace/traceFeed';
import type { OpenView, ViewBrowser, ViewOptions } from '../page/openView';
import { examplePlan } from './exampleFiles';
import { localizer, type PlanScene, planScene } from './planScene';

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
    strings: traceStrings(localizer(language)),
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
  const facts = traceFacts(await readRunFacts(scene.server, runId));
  await view.tell({ type: 'facts', facts } satisfies ToTrace);
}

/** Answers the view's newest wish for details as the panel does. */
export async function tellDetails(view: OpenView, { scene, runId }: TraceScene): Promise<void> {
  const { span_id, step_id } = (await view.heard('details')) as unknown as {
    span_id: string;
    step_id: string | null;
  };
  const facts = await readRunFacts(scene.server, runId);
  const details = await readSpanDetails(scene.server, facts, { span_id, step_id });
  await view.tell({ type: 'details', details } satisfies ToTrace);
}
