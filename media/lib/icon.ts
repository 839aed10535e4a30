import { html, type TemplateResult } from 'lit';

/** An icon of the editor's own set. It is decoration: what it says must stand in words beside it or in a label. */
export function icon(name: string, tone = ''): TemplateResult {
  return html`<i class="codicon codicon-${name} ${tone}" aria-hidden="true"></i>`;
}
