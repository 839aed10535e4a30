import { html, nothing, type TemplateResult } from 'lit';
import { approvalsPart } from './approvalsPart';
import { checksPart, filesPart } from './changesPart';
import { effectsPart } from './effectsPart';
import { artifactsPart, nextPart } from './leftoversPart';
import { reportHead } from './reportHead';
import type { Desk } from './reportState';
import { stepsPart } from './stepsPart';

/** The whole report: how it ended, why, what it changed and by whose leave, and where the time went. */
export function reportView(desk: Desk): TemplateResult {
  const { report } = desk.state;
  return html`<article class="report">
    ${reportHead(desk)}
    <div class="columns">
      <div class="column">
        ${filesPart(desk)} ${report.checks.length === 0 ? nothing : checksPart(desk)} ${approvalsPart(desk)}
      </div>
      <div class="column">${effectsPart(desk)}</div>
    </div>
    ${stepsPart(desk)} ${report.artifacts.length === 0 ? nothing : artifactsPart(desk)} ${nextPart(desk)}
  </article>`;
}
