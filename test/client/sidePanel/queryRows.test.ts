import { deepStrictEqual, equal } from 'node:assert/strict';
import { looksLikeQuery, queryRows } from '../../../client/src/trees/traces/queryRows';
import { FakeLine } from './fakeLine';
import { english } from './samples';

const offer = { label: 'span:name', detail: 'string', insert: 'span:name', start: 2, end: 6 };
const problem = { severity: 'error', message: 'not whole', column: 7 };
const span = { name: 'execute_tool', span_id: 's1' };

describe('the search box with a query in it', () => {
  it('FLOW-18: tells queries from words', () => {
    deepStrictEqual(['{ .a', ' traces{', 'count(', 'deploy failed'].map(looksLikeQuery), [
      true,
      true,
      true,
      false,
    ]);
  });

  it('FLOW-18: shows the mistake with its column and what completes the text, and asks no more', async () => {
    const fake = new FakeLine({
      'trace/check': () => ({ problems: [problem], offers: [offer], is_series: false }),
    });
    const [said, next] = await queryRows(fake.line, '{ span', english.l10n);
    deepStrictEqual(said, { label: '$(error) not whole', description: 'column 7' });
    equal(next?.completes, '{ span:name');
    deepStrictEqual(fake.asked, ['trace/check']);
  });

  it('FLOW-18: lists the spans that match, and says first when the answer is partial', async () => {
    const fake = new FakeLine({
      'trace/check': () => ({ problems: [], offers: [], is_series: false }),
      'trace/query': () => ({
        items: [{ root_name: 'Shop', run_id: 'r1', spansets: [{ spans: [span] }] }],
        is_partial: true,
        spans_read: 50_000,
      }),
    });
    const rows = await queryRows(fake.line, '{}', english.l10n);
    equal(rows[0]?.label, '$(info) Partial: only the newest 50000 spans were read.');
    equal(rows[1]?.isWhole, true);
    deepStrictEqual(rows[2]?.event, { run_id: 'r1', span_id: 's1' });
  });

  it('FLOW-18: offers to draw numbers over time', async () => {
    const fake = new FakeLine({ 'trace/check': () => ({ problems: [], offers: [], is_series: true }) });
    const rows = await queryRows(fake.line, '{} | rate()', english.l10n);
    deepStrictEqual(
      rows.map(({ isWhole }) => isWhole),
      [true],
    );
  });
});
