import assert from 'node:assert/strict';
import { reportPage } from '../../../../server/src/core/report/html/reportPage';
import { spanOrder } from '../../../../server/src/core/report/html/spanOrder';
import { runReport } from '../../../../server/src/core/report/runReport';
import { failedHistory, goodHistory, spanAt } from '../sampleHistory';
import { sampleSources, sampleSpans } from './sampleReport';

describe('the page about a run', () => {
  it('FLOW-10: tells first what failed, why, and who allowed it', () => {
    const page = reportPage(sampleSources());
    const places = ['Why it failed', 'exit code 1', 'user:mina (vscode); ask-exec, holdpoint.policy.yaml:7'];
    const found = places.map((text) => page.indexOf(text));
    assert.ok(
      found.every((place) => place > 0),
      JSON.stringify(found),
    );
    assert.ok((found[0] ?? 0) < page.indexOf('What happened, over time'));
    assert.match(page, /src\/health\.ts/);
    assert.match(page, /holdpoint rerun run-20260102-030405-0000aa/);
  });

  it('shows the end of what the step printed that failed, as text', () => {
    const page = reportPage(sampleSources({ printed: 'AssertionError: <b>\n  expected 3' }));
    assert.match(page, /What it printed last<\/h3><pre>AssertionError: &lt;b&gt;\n {2}expected 3<\/pre>/);
    assert.doesNotMatch(reportPage(sampleSources()), /What it printed last/);
  });

  it('draws what is not over past everything that is', () => {
    const root = spanAt('root', 0, null, { kind: 'run', parent_span_id: null, name: 'invoke_workflow' });
    const page = reportPage(sampleSources({ spans: [root, spanAt('a', 0, 100), spanAt('b', 100, null)] }));
    assert.match(page, /class="bar step" x="90[.]\d+%" y="5" width="9[.]\d+%"/);
  });

  it('opens without a network: no script, nothing from elsewhere, and a policy that says so', () => {
    const page = reportPage(sampleSources());
    assert.doesNotMatch(page, /<script|javascript:|https?:\/\/|@import|url\((?!#wait\))|\son\w+=/i);
    assert.match(page, /default-src 'none'; style-src 'unsafe-inline'/);
    assert.match(page, /prefers-color-scheme: dark/);
  });

  it('draws each span once, waits hatched and failures marked, and says the same in a table', () => {
    const page = reportPage(sampleSources());
    const count = (pattern: RegExp) => [...page.matchAll(pattern)].length;
    assert.equal(count(/<g class="row">/g), sampleSpans().length);
    assert.equal(count(/class="bar wait" x="10%"/g), 1);
    assert.equal(count(/class="bar bad" x="5\d?/g) > 0, true);
    assert.match(page, /role="img" aria-label="Bars of 9 spans over time/);
    assert.match(page, /<summary>The same as a table<\/summary>/);
  });

  it('names the step that was approved, who granted it, and each judgement once', () => {
    const { report, effects } = sampleSources();
    const used = {
      approval_id: 'appr_000000000001',
      subject_type: 'step' as const,
      subject_id: `${report.run_id}:build:1`,
      digest: 'sha256:00',
      status: 'consumed' as const,
      actor: 'user:mina',
      source: 'vscode' as const,
      reason: null,
      requested_at: '2026-01-02T03:04:06.000Z',
      decided_at: '2026-01-02T03:04:10.000Z',
      wait_ms: 4000,
    };
    const again = effects.effects.map((effect) => ({ ...effect, at: '2026-01-02T03:04:30.000Z' }));
    const page = reportPage(
      sampleSources({
        report: { ...report, approvals: [used] },
        effects: { ...effects, effects: [...effects.effects, ...again] },
      }),
    );
    assert.match(page, /step build.*granted/s);
    assert.doesNotMatch(page, /:build:1|consumed/);
    assert.equal([...page.matchAll(/holdpoint[.]policy[.]yaml:7<\/span>/g)].length, 1);
  });

  it('has no box about a failure for a run that went well', () => {
    const page = reportPage(sampleSources({ report: runReport(goodHistory()) }));
    assert.doesNotMatch(page, /Why it failed/);
    assert.match(page, /badge succeeded/);
  });

  it('speaks Japanese', () => {
    const page = reportPage(sampleSources({ locale: 'ja' }));
    assert.match(page, /<html lang="ja">/);
    assert.match(page, /失敗の理由/);
  });

  it('shows markup of a run as text, and what would turn or hide text as what it is', () => {
    const history = failedHistory();
    const title = '<img src=x onerror=alert(1)> \u202e"&\'';
    const hostile = { ...history, planRow: { ...history.planRow, title } };
    const spans = [spanAt('root', 0, 1, { kind: 'run', parent_span_id: null, name: '</title><script>' })];
    const page = reportPage(sampleSources({ report: runReport(hostile), spans }));
    assert.doesNotMatch(page, /<img|<script|\u202e/);
    assert.match(page, /&lt;img src=x onerror=alert\(1\)&gt; \\u\{202e\}&quot;&amp;&#39;/);
    assert.match(page, /&lt;\/title&gt;&lt;script&gt;/);
  });

  it('cuts what is too big to read with a note, and keeps what failed and who was waited for', () => {
    const root = spanAt('root', 0, 5000, { kind: 'run', parent_span_id: null, name: 'invoke_workflow' });
    const many = Array.from({ length: 2000 }, (_, index) => spanAt(`s${index}`, index, index + 1));
    const late = spanAt('late', 3000, 3001, { status: 'ERROR', error: 'late failure', name: 'the late one' });
    const steps = Array.from({ length: 700 }, () => failedHistory().steps[0]).flatMap((step) => step ?? []);
    const report = runReport({ ...failedHistory(), steps: [...failedHistory().steps, ...steps] });
    const page = reportPage(sampleSources({ report, spans: [root, ...many, late] }));
    assert.match(page, /The first 400 of 2002 are shown/);
    assert.match(page, /The first 500 of 703 are shown/);
    assert.match(page, /the late one/);
    assert.ok(page.length < 1_000_000);
  });
});

describe('the order of spans in a picture', () => {
  it('loses none to missing parents and circles', () => {
    const spans = [
      spanAt('a', 0, 1, { parent_span_id: 'b' }),
      spanAt('b', 1, 2, { parent_span_id: 'a' }),
      spanAt('self', 2, 3, { parent_span_id: 'self' }),
      spanAt('orphan', 3, 4, { parent_span_id: 'gone' }),
      spanAt('child', 4, 5, { parent_span_id: 'orphan' }),
    ];
    assert.deepEqual(
      spanOrder(spans).map(({ span, depth }) => [span.span_id, depth]),
      [
        ['orphan', 0],
        ['child', 1],
        ['a', 0],
        ['b', 1],
        ['self', 0],
      ],
    );
  });
});
