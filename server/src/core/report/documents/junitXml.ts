import { visible } from '#protocol/shown/visible';
import type { RunReport } from '../runReport';

type StepLine = RunReport['steps'][number];

/** A run as JUnit XML: each visit of a step is a test case, so that a build server shows which one failed and why. */
export function junitXml(report: RunReport): string {
  const { plan, steps, run_id, trace_id, started_at, duration_ms } = report;
  const count = (isSuch: (step: StepLine) => boolean) => steps.filter(isSuch).length;
  const counts = attributes({
    tests: steps.length,
    failures: count(isFailed),
    errors: count(isError),
    skipped: count(isSkipped),
    time: seconds(duration_ms),
  });
  const suite = attributes({ name: plan.title, timestamp: started_at?.replace(/\.\d+Z$/, '') ?? '', id: 0 });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'holdpoint' })}${counts}>`,
    `  <testsuite${suite}${counts}>`,
    '    <properties>',
    ...Object.entries({ run_id, trace_id, plan_hash: plan.hash, status: report.status }).map(
      ([name, value]) => `      <property${attributes({ name, value })}/>`,
    ),
    '    </properties>',
    ...steps.map((step) => testCase(step, plan.title)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testCase(step: StepLine, suite: string): string {
  const name = step.visit > 1 ? `${step.step_id} (visit ${step.visit})` : step.step_id;
  const open = `    <testcase${attributes({ name, classname: suite, time: seconds(step.duration_ms) })}`;
  const inside = outcome(step);
  return inside === '' ? `${open}/>` : `${open}>\n      ${inside}\n    </testcase>`;
}

function outcome(step: StepLine): string {
  const message = step.error?.message ?? step.status;
  const type = step.error?.code ?? step.status;
  if (isSkipped(step)) {
    return `<skipped${attributes({ message: step.error?.code ?? step.status })}/>`;
  }
  if (!isFailed(step) && !isError(step)) {
    return '';
  }
  const tag = isFailed(step) ? 'failure' : 'error';
  const tries = `${step.attempts} attempt(s), tool ${step.tool ?? 'unknown'}`;
  return `<${tag}${attributes({ message, type })}>${escaped(tries)}</${tag}>`;
}

/** A step that did its work badly failed; one that was kept from it is an error. */
function isFailed({ status }: StepLine): boolean {
  return status === 'failed' || status === 'timed_out';
}

function isError({ status }: StepLine): boolean {
  return status === 'denied' || status === 'interrupted' || status === 'cancelled';
}

function isSkipped(step: StepLine): boolean {
  return step.status !== 'succeeded' && !isFailed(step) && !isError(step);
}

function seconds(ms: number | null): string {
  return ((ms ?? 0) / 1000).toFixed(3);
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(String(value))}"`)
    .join('');
}

/** XML has no way to hold most controls: they are written as what they are. */
function escaped(text: string): string {
  return visible(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
