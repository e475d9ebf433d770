import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', 'coverage/**', 'site/**', 'schemas/**', '**/*.json'] },
  eslint.configs.recommended,
  ...tseslint.configs.strict,
  {
    files: ['**/*.ts'],
    languageOptions: {
      parserOptions: { project: './tsconfig.tests.json', tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      // A promise nobody waits for is a failure nobody sees.
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            {
              from: 'package',
              package: 'node:test',
              name: ['test', 'describe', 'it', 'before', 'after', 'beforeEach', 'afterEach', 'suite'],
            },
          ],
        },
      ],
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: { arguments: false, attributes: false } },
      ],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      // A schema and its static type share a name on purpose.
      '@typescript-eslint/no-redeclare': 'off',
      'no-redeclare': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-invalid-void-type': 'off',
      'no-control-regex': 'off',
      'no-console': 'error',
      eqeqeq: 'error',
      'max-lines': ['error', { max: 500, skipBlankLines: true }],
    },
  },
  {
    // Judgment has no clock, no randomness and no I/O; nor has any library code outside the injected defaults.
    files: ['packages/*/src/**/*.ts'],
    ignores: [
      'packages/cli/src/**',
      'packages/protocol/src/time/clock.ts',
      'packages/protocol/src/id/entropy.ts',
    ],
    rules: {
      'no-restricted-globals': ['error', 'setInterval', 'performance'],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Take the time from the injected Clock.' },
        { object: 'Math', property: 'random', message: 'Take bytes from the injected Entropy.' },
        { object: 'crypto', property: 'getRandomValues', message: 'Take bytes from the injected Entropy.' },
        { object: 'crypto', property: 'randomUUID', message: 'Take ids from the injected Ids.' },
      ],
    },
  },
  {
    files: [
      'packages/cli/src/**',
      'examples/**',
      'conformance/**',
      '**/scripts/**',
      '**/bench/**',
      '**/test/**',
      'docs/**',
    ],
    rules: { 'no-console': 'off', '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    // What runs in a page, and what looks at one, has the types of a page.
    files: ['docs/site/**/*.ts'],
    languageOptions: {
      parserOptions: { project: './docs/site/tsconfig.json', tsconfigRootDir: import.meta.dirname },
    },
  },
  {
    files: ['**/*.js', '**/*.cjs', '**/*.mjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        URL: 'readonly',
        setInterval: 'readonly',
        setTimeout: 'readonly',
        module: 'writable',
        console: 'readonly',
      },
    },
  },
);
