import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Files whose work it is to print. */
const PRINTERS = [
  'src/main.ts',
  'src/cli/**',
  // Tells its parent process, in one line, whether the database is up.
  'src/db/postgresProcess.ts',
  'src/http/printOpenApi.ts',
  'src/console/build/**',
  'test/bench/**',
  'test/demo/**',
  'test/tools/**',
];

export default defineConfig(
  globalIgnores(['dist/', 'data/', 'coverage/']),
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { project: ['tsconfig.json', 'src/console/tsconfig.json'], tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'no-control-regex': 'error',
      'object-shorthand': 'error',
      'prefer-const': ['error', { destructuring: 'all' }],
      // Long texts are easier to find and to read in one piece.
      'max-len': [
        'error',
        { code: 120, ignoreUrls: true, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // Async functions without an await fill contracts that promise a promise: routes, migrations, connectors.
      '@typescript-eslint/require-await': 'off',
      // Cells and details of unknown type are turned into text on purpose where they are shown.
      '@typescript-eslint/no-base-to-string': 'off',
      // Takes the row type in `db.query<Row[]>(…)` for an assertion, and methods that need no `this` for ones that do.
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
      // An abort's reason is thrown on as it is, and TanStack Router's redirects are thrown.
      '@typescript-eslint/prefer-promise-reject-errors': ['error', { allowThrowingAny: true, allowThrowingUnknown: true }],
      '@typescript-eslint/only-throw-error': [
        'error',
        {
          allowThrowingAny: true,
          allowThrowingUnknown: true,
          allow: [{ from: 'package', package: '@tanstack/router-core', name: 'Redirect' }],
        },
      ],
    },
  },
  {
    files: ['test/**'],
    rules: {
      // Answers that were parsed from JSON are looked at key by key; a wrong key fails the test.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  { files: PRINTERS, rules: { 'no-console': 'off' } },
  {
    files: ['src/console/**', 'test/console/**'],
    plugins: { 'react-hooks': reactHooks },
    // The rules of the React Compiler, which is not used here, would take a third of the lint's time.
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' },
  },
);
