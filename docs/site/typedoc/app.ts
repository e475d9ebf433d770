import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  Application,
  Converter,
  IndexEvent,
  KindRouter,
  PageEvent,
  ReflectionKind,
  RendererEvent,
  type Context,
  type DocumentReflection,
  type ProjectReflection,
  type Reflection,
} from 'typedoc';
import { addressOf, OUT, ROOT } from '../paths.ts';
import { setUpMarkdown } from './markdown.ts';
import { finishPage } from './pages.ts';
import { addSections } from './sections.ts';
import { readSeries, type Rfc } from './series.ts';

/** Where a document came from, by the name TypeDoc first gives it: its path without extension. */
const sources = new WeakMap<Reflection, string>();

class AddressRouter extends KindRouter {
  override getIdealBaseName(reflection: Reflection): string {
    const source = sources.get(reflection);
    return source === undefined ? super.getIdealBaseName(reflection) : addressOf(source);
  }
}

function groupOf(source: string): string {
  if (source.startsWith('rfcs/')) return 'RFCs';
  return source.includes('/schemas') ? 'Schemas' : 'Reference';
}

function titleOf(document: DocumentReflection, source: string, series: ReadonlyMap<string, Rfc>): string {
  if (source === 'rfcs/README') return 'The series';
  const rfc = series.get(/^rfcs\/(\d{4})/.exec(source)?.[1] ?? '');
  if (rfc !== undefined) return `${rfc.number} ${rfc.title}`;
  const [, title] = /^# (.+)$/m.exec(document.content.map(({ text }) => text).join('')) ?? [];
  return title ?? source;
}

/** A package's README stands on its page, and links to it lead there. */
function describePackages({ project, converter }: Context): void {
  for (const module of project.getReflectionsByKind(ReflectionKind.Module)) {
    const name = module.name.replace(/\/src$/, '');
    const path = join(ROOT, 'packages', name, 'README.md');
    if (!existsSync(path)) continue;
    module.name = `@eaap/${name}`;
    // The page has a heading already.
    const text = readFileSync(path, 'utf8').replace(/^# .*\n+/, '');
    const { content } = converter.parseRawComment(
      { text, fileName: path, getLineAndCharacterOfPosition: () => ({ line: 0, character: 0 }) } as never,
      project.files,
    );
    if (module.isDeclaration()) module.readme = content;
    project.registerReflection(module, undefined, path as never);
  }
}

/** TypeDoc, set up for this site, with the options of `docs/typedoc.json` unless another file is named. */
export async function openTypeDoc(options = join(ROOT, 'docs/typedoc.json')): Promise<Application> {
  const series = readSeries();
  let page = '';
  let rendered: ProjectReflection | undefined;
  const app = await Application.bootstrapWithPlugins({ options });
  app.internationalization.addTranslations('en', {
    kind_module: 'Package',
    kind_plural_module: 'Packages',
  });
  app.renderer.defineRouter('address', AddressRouter as never);
  app.options.setValue('router', 'address');
  app.options.setValue('out', OUT);
  app.options.setValue('markdownItLoader', (parser: unknown) => {
    const languages = new Set(app.options.getValue('highlightLanguages'));
    setUpMarkdown(parser, { page: () => page, series, languages });
  });
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_: unknown, document: DocumentReflection) => {
    sources.set(document, document.name);
    document.frontmatter['group'] = groupOf(document.name);
    document.name = titleOf(document, document.name, series);
  });
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, describePackages);
  app.renderer.on(RendererEvent.BEGIN, (event: RendererEvent) => {
    rendered = event.project;
  });
  app.renderer.on(IndexEvent.PREPARE_INDEX, (event: IndexEvent) => {
    if (rendered !== undefined) {
      addSections(event, app.renderer, rendered, series, (document) => sources.get(document));
    }
  });
  app.renderer.on(PageEvent.BEGIN, (event: PageEvent) => {
    page = event.url;
  });
  app.renderer.on(PageEvent.END, (event: PageEvent) => {
    if (event.contents !== undefined) event.contents = finishPage(event.url, event.contents);
  });
  return app;
}

/** Whether nothing is undocumented and no link dead: what TypeDoc only warns of when it is not run by its own command. */
export function isValid(app: Application, project: ProjectReflection): boolean {
  const { logger } = app;
  const before = logger.warningCount;
  app.validate(project);
  return !logger.hasErrors() && logger.validationWarningCount === 0 && logger.warningCount === before;
}
