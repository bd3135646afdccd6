/** What a shop pastes into its product pages. */
export const tagOf = (server: string, key: string): string =>
  `<script async src="${server}/offers.js" data-key="${key}" data-product="CODE" data-link="/products/{code}"></script>`

/** How the shop's server signs a customer number, in PHP, which most shops run. */
export const tokenLine =
  "$t = rtrim(strtr(base64_encode($number), '+/', '-_'), '=') . '.' . (time() + 3600); $customer = $t . '.' . hash_hmac('sha256', $t, $secret);"
