import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { z } from 'zod';
import { type Opening, type ViewName, viewNews } from '#protocol/views/opening';
import { meanFolder } from '../folders/panelFolder';
import { noteSight } from '../live/viewsInSight';
import { type ViewFaults, viewFaults } from './viewFaults';
import { viewHtml } from './viewHtml';

/** One kind of view: its page, its texts, what it may say, and who answers it. */
export interface ViewKind<Target, Strings, To, From> {
  readonly name: ViewName;
  /** The folder whose server it speaks to. */
  readonly root: string | undefined;
  /** What a view of this kind is about; also checks what a reloaded window remembers. */
  readonly target: z.ZodType<Target>;
  /** Everything such a view may say beside being ready. */
  readonly messages: z.ZodType<From>;
  readonly strings: () => Strings;
  /** Views with the same key are one panel. */
  readonly keyOf: (target: Target) => string;
  readonly titleOf: (target: Target) => string;
  /** Whether the page lives on while hidden: only where loading it anew would cost a person their place. */
  readonly isKeptWhenHidden?: boolean;
  readonly attach: (target: Target, view: View<Target, To>) => ViewLife<Target, From>;
}

/** A panel as the code behind it sees it. */
export interface View<Target, To> {
  /** Tells the page something; dropped while it does not listen, as `ready` will ask for everything. */
  post(message: To): void;
  setTitle(title: string): void;
  /** What the view is about from now on, as a reloaded window will remember it. */
  retarget(target: Target): void;
  close(): void;
  readonly isVisible: boolean;
  readonly isInFront: boolean;
}

/** The code behind one panel. */
export interface ViewLife<Target, From> extends vscode.Disposable {
  /** The page listens and knows nothing: tell it everything. */
  ready(): void | Promise<void>;
  receive(message: From): void | Promise<void>;
  /** The panel is the one in front of its window, or no longer. */
  front?(isInFront: boolean): void;
  /** Somebody asked for the view again, perhaps for another place in it. */
  show?(target: Target): void | Promise<void>;
}

interface OpenPanel {
  readonly panel: vscode.WebviewPanel;
  readonly show: (target: never) => void;
}

const openPanels = new Map<string, OpenPanel>();

/** Shows the view about `target`: the one that is open, else a new one beside nothing else. */
export function showView<Target, Strings, To, From>(
  kind: ViewKind<Target, Strings, To, From>,
  target: Target,
  faults: ViewFaults = viewFaults,
): void {
  const open = openPanels.get(panelKey(kind, target));
  if (open !== undefined) {
    open.panel.reveal();
    open.show(target as never);
    return;
  }
  const panel = vscode.window.createWebviewPanel(
    viewTypeOf(kind.name),
    kind.titleOf(target),
    vscode.ViewColumn.Active,
    { ...pageOptions(), retainContextWhenHidden: kind.isKeptWhenHidden ?? false },
  );
  new LivePanel(kind, target, panel, faults);
}

/** Brings a panel back after a reload of the window; closes it when what it remembers makes no sense. */
export function restoreView<Target, Strings, To, From>(
  kind: ViewKind<Target, Strings, To, From>,
  panel: vscode.WebviewPanel,
  remembered: unknown,
  faults: ViewFaults = viewFaults,
): void {
  const target = kind.target.safeParse((remembered as { readonly target?: unknown } | null)?.target);
  if (!target.success || openPanels.has(panelKey(kind, target.data))) {
    panel.dispose();
    return;
  }
  panel.webview.options = pageOptions();
  new LivePanel(kind, target.data, panel, faults);
}

/** The type under which the editor knows the panels of a view. */
export function viewTypeOf(name: ViewName): string {
  return `holdpoint.${name}`;
}

function panelKey<Target>(
  kind: Pick<ViewKind<Target, never, never, never>, 'name' | 'keyOf' | 'root'>,
  target: Target,
) {
  return `${kind.name}:${kind.keyOf(target)}:${kind.root ?? ''}`;
}

/** The folder of the bundled views: the only one from which a page may load anything. */
function mediaRoot(): vscode.Uri {
  const extension = vscode.extensions.getExtension('holdpoint.holdpoint');
  if (extension === undefined) {
    throw new Error('the extension does not find itself');
  }
  return vscode.Uri.joinPath(extension.extensionUri, 'dist/media');
}

function pageOptions(): vscode.WebviewOptions {
  return { enableScripts: true, enableForms: false, localResourceRoots: [mediaRoot()] };
}

/** One open panel, from the moment it is made until it is closed. */
class LivePanel<Target, Strings, To, From> implements View<Target, To> {
  readonly #kind: ViewKind<Target, Strings, To, From>;
  readonly #panel: vscode.WebviewPanel;
  readonly #faults: ViewFaults;
  readonly #life: ViewLife<Target, From>;
  readonly #key: string;
  /** As whoever asks what is in sight names it. */
  readonly #sight: string;
  #target: Target;
  #isListening = false;

  constructor(
    kind: ViewKind<Target, Strings, To, From>,
    target: Target,
    panel: vscode.WebviewPanel,
    faults: ViewFaults,
  ) {
    this.#kind = kind;
    this.#target = target;
    this.#panel = panel;
    this.#faults = faults;
    this.#key = panelKey(kind, target);
    this.#sight = `${kind.name}:${kind.keyOf(target)}`;
    noteSight(this.#sight, panel.visible);
    openPanels.set(this.#key, { panel, show: (wanted: Target) => this.#show(wanted) });
    this.#life = kind.attach(target, this);
    this.#listen();
    panel.title = kind.titleOf(target);
    panel.iconPath = vscode.Uri.joinPath(mediaRoot(), '../../media/icons/holdpoint.svg');
    panel.webview.html = this.#page();
  }

  get isVisible(): boolean {
    return this.#panel.visible;
  }

  get isInFront(): boolean {
    return this.#panel.active;
  }

  post(message: To): void {
    if (this.#isListening) {
      void this.#panel.webview.postMessage(message);
    }
  }

  setTitle(title: string): void {
    this.#panel.title = title;
  }

  retarget(target: Target): void {
    this.#target = target;
    this.#open();
  }

  close(): void {
    this.#panel.dispose();
  }

  #listen(): void {
    const subscriptions = [
      this.#panel.webview.onDidReceiveMessage((message: unknown) => this.#receive(message)),
      this.#panel.onDidChangeViewState(() => {
        // A hidden page that is not kept is gone; it says so by being ready again.
        this.#isListening &&= this.#panel.visible || (this.#kind.isKeptWhenHidden ?? false);
        noteSight(this.#sight, this.#panel.visible);
        this.#life.front?.(this.#panel.active);
        if (this.#panel.active) {
          meanFolder(this.#kind.root);
        }
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#open()),
    ];
    this.#panel.onDidDispose(() => {
      this.#isListening = false;
      openPanels.delete(this.#key);
      noteSight(this.#sight, false);
      vscode.Disposable.from(...subscriptions, this.#life).dispose();
    });
  }

  #receive(message: unknown): void {
    const news = viewNews.safeParse(message);
    if (news.success) {
      if (news.data.type === 'broken') {
        this.#faults.logged(`the view ${this.#kind.name} has a fault: ${news.data.message}`);
        return;
      }
      this.#isListening = true;
      this.#open();
      this.#settle(() => this.#life.ready());
      return;
    }
    meanFolder(this.#kind.root);
    const own = this.#kind.messages.safeParse(message);
    if (!own.success) {
      this.#faults.logged(
        `a message of the view ${this.#kind.name} was not understood: ${own.error.message.slice(0, 2000)}`,
      );
      return;
    }
    this.#settle(() => this.#life.receive(own.data));
  }

  #open(): void {
    const opening: Opening<Target, Strings> = {
      type: 'open',
      target: this.#target,
      root: this.#kind.root ?? null,
      strings: this.#kind.strings(),
      is_trusted: vscode.workspace.isTrusted,
    };
    this.post(opening as To);
  }

  #show(target: Target): void {
    this.#settle(() => this.#life.show?.(target));
  }

  /** Lets the code behind the panel do something and says what went wrong. */
  #settle(act: () => void | Promise<void>): void {
    Promise.resolve().then(act).catch(this.#faults.failed);
  }

  #page(): string {
    const { webview } = this.#panel;
    const root = mediaRoot();
    return viewHtml({
      name: this.#kind.name,
      title: this.#panel.title,
      locale: vscode.env.language,
      source: webview.cspSource,
      nonce: randomBytes(18).toString('base64url'),
      uriOf: (path) => webview.asWebviewUri(vscode.Uri.joinPath(root, path)).toString(),
    });
  }
}
