import { type Account, idFor, type Store, without } from "./account.ts"
import { fits, type Handler, notFound, ok, page, refuse } from "./reply.ts"
import { changedStore, newStore } from "./requests.ts"
import { connectionView, listedStoreView, storeView } from "./views.ts"

type StoreType = Store["type"]

const prefixes = { key_value: "red", postgres: "dpg" } as const
const keys = { key_value: "keyValue", postgres: "postgres" } as const

/** The calls of one type of store. */
export function storeHandlers(type: StoreType) {
  return {
    list: listStores(type),
    create: createStore(type),
    retrieve: onStore(type, (store, { account, nowMs }) =>
      ok(account, storeView(store, account, nowMs)),
    ),
    connection: onStore(type, (store, { account }) => ok(account, connectionView(store))),
    update: updateStore(type),
    remove: onStore(type, ({ id }, { account }) =>
      ok({ ...account, stores: without(account.stores, id) }, undefined, 204),
    ),
  }
}

function listStores(type: StoreType): Handler {
  return (request, account) => {
    const rows = Object.values(account.stores).filter(
      (store) => store.type === type && fits(request.query, valuesOf(store)),
    )
    const show = (store: Store) => listedStoreView(store, account, request.nowMs)
    return ok(account, page(rows, request, { key: keys[type], show }))
  }
}

function valuesOf({ environmentId, name, ownerId, region }: Store) {
  return { environmentId, name, ownerId, region }
}

function createStore(type: StoreType): Handler {
  return ({ body, nowMs }, account) => {
    const parsed = newStore[type].safeParse(body)
    if (!parsed.success) return refuse(account, 400, `invalid body: ${parsed.error.message}`)
    const { environmentId, ipAllowList = [], name, ownerId, plan, region } = parsed.data
    if (!account.owners.some(({ id }) => id === ownerId))
      return refuse(account, 400, "invalid ownerId")
    if (!account.hasPayment && plan !== "free")
      return refuse(account, 402, "payment information is required")
    const store: Store = {
      id: idFor(prefixes[type], account.made),
      type,
      createdAtMs: nowMs,
      name,
      ownerId,
      environmentId,
      plan,
      region,
      version: "version" in parsed.data ? parsed.data.version : "8.1.4",
      networks: ipAllowList,
    }
    const after = withStore({ ...account, made: account.made + 1 }, store)
    return ok(after, storeView(store, after, nowMs), 201)
  }
}

function updateStore(type: StoreType): Handler {
  return (request, account) => {
    const parsed = changedStore[type].safeParse(request.body)
    if (!parsed.success) return refuse(account, 400, `invalid body: ${parsed.error.message}`)
    const { ipAllowList, name, plan } = parsed.data
    const change = onStore(type, (store, { nowMs }) => {
      const changed = {
        ...store,
        name: name ?? store.name,
        plan: plan ?? store.plan,
        networks: ipAllowList ?? store.networks,
      }
      const after = withStore(account, changed)
      return ok(after, storeView(changed, after, nowMs))
    })
    return change(request, account)
  }
}

function withStore(account: Account, store: Store): Account {
  return { ...account, stores: { ...account.stores, [store.id]: store } }
}

function onStore(
  type: StoreType,
  answer: (
    store: Store,
    context: { readonly account: Account; readonly nowMs: number },
  ) => ReturnType<Handler>,
): Handler {
  return ({ ids: [id = ""], nowMs }, account) => {
    const store = account.stores[id]
    return store?.type === type ? answer(store, { account, nowMs }) : notFound(account, keys[type])
  }
}
