/** What is said about products, orders and subscriptions over HTTP. */

export * from './orders/contract.ts'
export * from './products/contract.ts'
export * from './subscriptions/contract.ts'
