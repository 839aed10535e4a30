import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { Soonest } from '../../../client/src/panels/soonest';
import { until } from '../../support/until';

describe('doing something soon', () => {
  it('happens once for many wishes, never twice at once, and again for a wish in between', async () => {
    const finish: (() => void)[] = [];
    let atOnce = 0;
    const most: number[] = [];
    const faults: unknown[] = [];
    const soonest = new Soonest(
      async () => {
        atOnce += 1;
        most.push(atOnce);
        await new Promise<void>((resolve) => finish.push(resolve));
        atOnce -= 1;
      },
      { waitMs: 1, failed: (error) => faults.push(error) },
    );
    soonest.want();
    soonest.want();
    await until('the first time', () => finish.length === 1);
    soonest.want();
    soonest.want();
    finish[0]?.();
    await until('the second time', () => finish.length === 2);
    finish[1]?.();
    await until('the end', () => atOnce === 0);
    deepStrictEqual(most, [1, 1]);
    soonest.dispose();
    soonest.want();
    deepStrictEqual(faults, []);
  });

  it('says what failed and goes on', async () => {
    const faults: unknown[] = [];
    let count = 0;
    const soonest = new Soonest(
      async () => {
        count += 1;
        throw new Error(`time ${count}`);
      },
      { waitMs: 1, failed: (error) => faults.push(error) },
    );
    soonest.want();
    await until('the first fault', () => faults.length === 1);
    soonest.want();
    await until('the second fault', () => faults.length === 2);
    strictEqual(count, 2);
    soonest.dispose();
  });
});
