import { defineConfig } from 'vitest/config'

const common = {
  setupFiles: ['test/setup.ts'],
  testTimeout: 30_000,
  hookTimeout: 60_000,
  // what is waited for comes later on a busy machine than the second that is usual
  expect: { poll: { timeout: 15_000 } },
}

export default defineConfig({
  test: {
    maxWorkers: 2,
    globalSetup: ['test/global-setup.ts'],
    projects: [
      {
        test: {
          ...common,
          name: 'unit',
          include: ['{src,web,test,bench}/**/*.test.{ts,tsx}'],
        },
      },
      {
        test: {
          ...common,
          name: 'browser',
          include: ['{src,web,test}/**/*.e2e.ts'],
          testTimeout: 120_000,
          // one browser at a time: two of them and two servers starve a small machine
          fileParallelism: false,
        },
      },
    ],
  },
})
