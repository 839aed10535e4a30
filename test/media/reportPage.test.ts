import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { reportPage } from '../../server/src/core/report/html/reportPage';
import { sampleSources } from '../core/report/html/sampleReport';
import { axeFindings } from '../support/axeFindings';
import { launchChromium } from '../support/chromium';

describe('the page about a run in a browser', function () {
  this.timeout(60_000);
  let browser: Browser;
  let folder: string;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'holdpoint-report-'));
    writeFileSync(join(folder, 'report.html'), reportPage(sampleSources()));
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`FLOW-10: opens offline in ${colorScheme}, asks for nothing, and hides nothing from a screen reader`, async () => {
      const page = await browser.newPage({ colorScheme, viewport: { width: 1000, height: 800 } });
      const asked: string[] = [];
      const said: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      page.on('console', (message) => said.push(message.text()));
      await page.context().setOffline(true);
      await page.goto(`file://${join(folder, 'report.html')}`);
      assert.equal(await page.locator('svg.waterfall g.row').count(), 9);
      assert.deepEqual(await axeFindings(page), []);
      assert.equal(asked.length, 1, asked.join(', '));
      assert.deepEqual(said, []);
      const isWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      assert.equal(isWide, false);
      await page.close();
    });
  }

  it('lays no duration over the name of a span, however long the name and the time', async () => {
    const [run, ...rest] = sampleSources().spans;
    assert.ok(run);
    const path = join(folder, 'long.html');
    const spans = [{ ...run, name: `invoke_workflow ${'A long title '.repeat(8)}` }, ...rest];
    writeFileSync(path, reportPage(sampleSources({ spans })));
    const page = await browser.newPage({ viewport: { width: 1000, height: 800 } });
    await page.goto(`file://${path}`);
    const covered = await page.evaluate(
      () =>
        [...document.querySelectorAll('svg.waterfall g.row')].filter((row) => {
          const frame = row.querySelector('svg')?.getBoundingClientRect().right ?? 0;
          const bar = row.querySelector('.bar')?.getBoundingClientRect().right ?? 0;
          const took = row.querySelector('.took')?.getBoundingClientRect().left ?? 0;
          return took < frame || took < bar;
        }).length,
    );
    assert.equal(covered, 0);
    await page.close();
  });

  it('fits a narrow window', async () => {
    const page = await browser.newPage({ viewport: { width: 320, height: 800 } });
    await page.goto(`file://${join(folder, 'report.html')}`);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
    await page.close();
  });
});
