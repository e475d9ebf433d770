import type { Observation } from './types.ts';

/** Counters of a gateway, by namespace. */
export interface Metrics {
  observe(observation: Observation): void;
  /** The text format of Prometheus. `system` sees every namespace, another only its own. */
  render(namespace: string): string;
}

const label = (text: string): string => text.replace(/[\\"\n]/g, '_');

/** Every label comes from a closed list or a name that was authenticated, so the number of series is bounded. */
export function createMetrics(): Metrics {
  const requests = new Map<string, { namespace: string; labels: string; count: number }>();
  const verdicts = new Map<string, { namespace: string; labels: string; count: number }>();
  const count = (series: typeof requests, namespace: string, labels: string): void => {
    const entry = series.get(labels);
    if (entry === undefined) series.set(labels, { namespace, labels, count: 1 });
    else entry.count += 1;
  };
  const lines = (name: string, help: string, series: typeof requests, namespace: string): string[] => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} counter`,
    ...[...series.values()]
      .filter((entry) => namespace === 'system' || entry.namespace === namespace)
      .map((entry) => `${name}{${entry.labels}} ${entry.count}`)
      .sort(),
  ];
  return {
    observe({ namespace, route, status, problem, verdict }) {
      const of = `namespace="${label(namespace)}"`;
      count(requests, namespace, `${of},route="${route}",status="${status}",problem="${problem ?? ''}"`);
      if (verdict !== undefined) count(verdicts, namespace, `${of},verdict="${verdict}"`);
    },
    render: (namespace) =>
      [
        ...lines('eaap_requests_total', 'Requests answered.', requests, namespace),
        ...lines('eaap_verdicts_total', 'Verdicts given.', verdicts, namespace),
        '',
      ].join('\n'),
  };
}
