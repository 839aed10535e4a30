import { deepStrictEqual, equal } from 'node:assert/strict';
import { recordChoices } from '../../../client/src/retention/recordChoices';
import { retentionChange } from '../../../client/src/retention/retentionSettings';
import { sizeText } from '../../../client/src/shown/sizeText';
import { english, retention } from '../sidePanel/samples';

describe('how long the record is kept, in the editor', () => {
  it('asks the server for what is set and not kept to yet, and for nothing else', () => {
    const shown = { max_age_days: 180, max_bytes: 2 ** 31 };
    const change = (days: number | null, maxBytes: number | null) =>
      retentionChange({ days, maxBytes }, shown);
    equal(change(null, null), undefined);
    equal(change(180, 2 ** 31), undefined);
    deepStrictEqual(change(30, null), { max_age_days: 30 });
    deepStrictEqual(change(180, 5_000_000), { max_bytes: 5_000_000 });
    deepStrictEqual(retentionChange({ days: 30, maxBytes: 5e6 }, { max_age_days: null, max_bytes: null }), {
      max_age_days: 30,
      max_bytes: 5e6,
    });
  });

  it('is said by age, size and pin, each with the way to change it', () => {
    const lines = (shown = retention) => recordChoices(shown, english).map(({ act, label }) => [act, label]);
    deepStrictEqual(lines(), [
      ['days', '$(clock) Runs are kept for 180 days'],
      ['maxBytes', '$(database) Above 2.1 GB the oldest runs are removed'],
      ['pin', '$(pin) 0 of 34 runs are kept for good'],
      ['vacuum', '$(trash) Remove now what is past its time'],
    ]);
    deepStrictEqual(lines({ ...retention, max_age_days: null, max_bytes: null }).slice(0, 2), [
      ['days', '$(clock) Runs are kept whatever their age'],
      ['maxBytes', '$(database) The record may take any room'],
    ]);
  });

  it('says sizes in the largest unit that fits', () => {
    const sizes = [0, 999, 1000, 12_345_678, 2 ** 31, 5e15].map((bytes) => sizeText(bytes, 'en'));
    deepStrictEqual(sizes, ['0 byte', '999 byte', '1 kB', '12.3 MB', '2.1 GB', '5,000 TB']);
  });
});
