import assert from 'node:assert/strict';
import fc from 'fast-check';
import { receiveSpans } from '../../server/src/core/otlp/receiveSpans';
import { spanSlices } from '../../server/src/core/otlp/spanSlices';
import { writeSpans } from '../../server/src/core/otlp/writeSpans';
import { createRedactor } from '../../server/src/core/redact/redactor';
import { readMessage } from '../../server/src/transports/http/otlp/readMessage';
import { writeMessage } from '../../server/src/transports/http/otlp/writeMessage';
import { anyGroups, flatSpans } from './anySpans';

const runs = process.env['HOLDPOINT_LONG'] === undefined ? 300 : 20_000;
const redactor = createRedactor([]);

describe('spans over OTLP', () => {
  it('leave as they came in, with everything that was said of them', () => {
    fc.assert(
      fc.property(anyGroups, (groups) => {
        const { spans, rejected } = receiveSpans(groups, redactor);
        assert.deepEqual([...rejected], []);
        const rows = spans.map(({ row }) => ({ ...row, run_id: null, created_at: '' }));
        assert.deepEqual(flatSpans(writeSpans(rows, { version: '1' })), flatSpans(groups));
      }),
      { numRuns: runs },
    );
  });

  it('are the same in protobuf and in JSON', () => {
    fc.assert(
      fc.property(anyGroups, (groups) => {
        const bytes = writeMessage('TracesData', { resourceSpans: groups });
        const read = readMessage('TracesData', bytes) as { resourceSpans: typeof groups };
        assert.deepEqual(flatSpans(read.resourceSpans), flatSpans(groups));
      }),
      { numRuns: runs },
    );
  });

  it('are the same when their groups are split', () => {
    fc.assert(
      fc.property(anyGroups, (groups) => {
        assert.deepEqual(flatSpans([...spanSlices(groups, 1)] as typeof groups), flatSpans(groups));
      }),
      { numRuns: runs },
    );
  });

  it('in whatever bytes are read or refused, and end no reader', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          receiveSpans([readMessage('TracesData', bytes)], redactor);
        } catch (error) {
          assert.equal((error as { code?: string }).code, 'BAD_REQUEST');
        }
      }),
      { numRuns: runs },
    );
  });

  it('in whatever JSON are read or rejected with a reason', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue({ maxDepth: 6 })), (groups) => {
        const { spans, rejected } = receiveSpans(groups, redactor);
        assert.equal(spans.length, 0);
        assert.ok([...rejected.keys()].every((reason) => reason !== ''));
      }),
      { numRuns: runs },
    );
  });
});
