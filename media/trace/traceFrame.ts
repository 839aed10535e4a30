/** The parts of the page that live as long as it does; what is in them changes. */
export interface TraceFrame {
  readonly summary: HTMLElement;
  readonly tools: HTMLElement;
  readonly overview: HTMLElement;
  readonly axis: HTMLElement;
  readonly tree: HTMLElement;
  readonly field: HTMLElement;
  readonly details: HTMLElement;
}

/** Puts the empty parts of the view into the page. */
export function traceFrame(root: HTMLElement): TraceFrame {
  const part = (className: string, host: HTMLElement, tag = 'div') => {
    const made = document.createElement(tag);
    made.className = className;
    host.append(made);
    return made;
  };
  const summary = part('summary', root, 'header');
  const tools = part('tools', root);
  const overview = part('overview', root);
  const work = part('work', root);
  const list = part('list', work);
  const axis = part('axis', list);
  axis.setAttribute('aria-hidden', 'true');
  const tree = part('tree', list);
  tree.setAttribute('role', 'tree');
  tree.tabIndex = 0;
  const field = part('field', tree);
  field.setAttribute('role', 'presentation');
  const details = part('details', work, 'aside');
  details.hidden = true;
  return { summary, tools, overview, axis, tree, field, details };
}
