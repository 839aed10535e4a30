import { deepStrictEqual, equal, ok } from 'node:assert/strict';
import { readSpanDetails } from '../../client/src/panels/trace/spanDetails';
import { readRunFacts, traceFacts } from '../../client/src/panels/trace/traceFacts';
import { TraceFeed } from '../../client/src/panels/trace/traceFeed';
import { endedScene, factsOf, importedSpan, startedScene } from './scenes/traceScene';

type Page = Awaited<ReturnType<TraceFeed['pages']> extends AsyncGenerator<infer P> ? P : never>;

async function all(feed: TraceFeed): Promise<readonly Page[]> {
  const pages: Page[] = [];
  for await (const page of feed.pages()) {
    pages.push(page);
  }
  return pages;
}

const names = ({ columns }: Page) => [...columns.name].map((place) => columns.texts[place]);

describe('the feed of a trace', () => {
  it('tells every span once, in pages, with its parent', async () => {
    const { scene, runId } = await endedScene(true);
    const { spans } = await scene.server.request('trace/show', { trace_id: runId });
    const pages = await all(new TraceFeed(scene.server, runId, 20));
    equal(
      pages.map(({ columns }) => columns.count).reduce((sum, count) => sum + count, 0),
      spans.length,
    );
    deepStrictEqual(
      pages.map(({ is_first }) => is_first),
      pages.map((_, index) => index === 0),
    );
    deepStrictEqual(
      pages.map(({ is_last }) => is_last),
      pages.map((_, index) => index === pages.length - 1),
    );
    deepStrictEqual(pages.flatMap(names).toSorted(), spans.map(({ name }) => name).toSorted());
    const [first] = pages;
    ok(first !== undefined && first.columns.start_us[0] === spans[0]?.start_us);
  });

  it('tells afterwards only what is new or was still open', async () => {
    const { scene, runId, feed } = await startedScene(true);
    const before = await all(feed);
    deepStrictEqual(await all(feed), await all(feed));
    await scene.approveAll(runId);
    const after = await all(feed);
    const { spans } = await scene.server.request('trace/show', { trace_id: runId });
    const told = before.flatMap(names).length + after.flatMap(names).length;
    ok(told >= spans.length && after.flatMap(names).length < spans.length);
    ok(after.flatMap(names).includes('invoke_workflow Volume discount'));
    ok(after.every(({ is_first }) => !is_first));
    deepStrictEqual(await all(feed), []);
    feed.restart();
    equal((await all(feed)).flatMap(names).length, spans.length);
  });
});

describe('what stands above and beside a trace', () => {
  it('names who decided, each call once, and what was changed', async () => {
    const { scene, runId } = await endedScene(false);
    const facts = traceFacts(await factsOf(scene, runId));
    equal(facts.status, 'failed');
    deepStrictEqual(facts.deciders, [
      { name: 'user:test', kind: 'person', verdict: 'allowed', count: 5, location: null },
    ]);
    deepStrictEqual(
      facts.files.map(({ path }) => path),
      ['src/price.mjs', 'src/cart.mjs', 'CHANGELOG.md', 'README.md'],
    );
  });

  it('knows of a trace that belongs to no run only what its spans say', async () => {
    const { scene } = await startedScene(true);
    const span = await importedSpan(scene);
    equal(await readRunFacts(scene.server, span.trace_id), null);
    const [page] = await all(new TraceFeed(scene.server, span.trace_id));
    deepStrictEqual(page && names(page), ['POST /orders']);
    const place = { trace_id: span.trace_id, facts: null };
    const looked = { span_id: span.span_id, step_id: 'apply-price' };
    const { attributes, step_id, artifacts } = await readSpanDetails(scene.server, place, looked);
    deepStrictEqual(attributes, [{ name: 'shop.id', text: 'north' }]);
    deepStrictEqual([step_id, artifacts], [null, []]);
  });

  it('puts a rule that denied first, with its file and line', async () => {
    const policy =
      'schema: policy/1\npermissions:\n  rules:\n    - {id: no-apply, effect: deny, tool: write_file_apply}\n';
    const { scene, runId } = await endedScene(true, policy);
    const [first] = traceFacts(await factsOf(scene, runId)).deciders;
    equal(first?.verdict, 'denied');
    equal(first?.name, 'no-apply');
    ok(/:\d+ \(user\)$/.test(first?.location ?? ''), first?.location ?? 'no location');
  });

  it('shows of a span its decisions, files, artifacts and events, merged where they were judged twice', async () => {
    const { scene, runId } = await endedScene(true);
    const { spans } = await scene.server.request('trace/show', { trace_id: runId });
    const span = spans.find(({ name }) => name === 'holdpoint.step apply-price');
    ok(span);
    const facts = await factsOf(scene, runId);
    const looked = { span_id: span.span_id, step_id: 'apply-price' };
    const details = await readSpanDetails(scene.server, { trace_id: facts.run.trace_id, facts }, looked);
    equal(details.decisions.length, 1);
    equal(details.decisions[0]?.actor, 'user:test');
    deepStrictEqual(
      details.files.map(({ path }) => path),
      ['src/price.mjs'],
    );
    ok(details.artifacts.length > 0);
    ok(details.events.some(({ type }) => type === 'step.succeeded'));
    ok(details.attributes.some(({ name, text }) => name === 'holdpoint.step.id' && text === 'apply-price'));
  });
});
