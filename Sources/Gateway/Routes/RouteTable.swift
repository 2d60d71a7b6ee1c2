/// Every endpoint of the gateway: data, which programs and tests read as well.
package enum RouteTable {
    package static let all: [Route] =
        accounts + me + catalog + cart + checkout + orders + stock + admin + masterData + users + audit + operations
}
