// SPDX-License-Identifier: Apache-2.0

import Inventory
import JSONCodec

extension Engine {
    /// What the scans of one call share.
    func environment(_ context: CallContext) -> ScanEnvironment {
        ScanEnvironment(
            store: store,
            scopes: scopes,
            settings: settings,
            now: now,
            logger: logger,
            meter: ProgressMeter(context.onProgress),
            meta: context.meta,
            deadline: ContinuousClock.now.advanced(by: context.deadline ?? settings.deadline)
        )
    }

    /// Runs one piece of work for each cloud at once and gives the results in the order of the clouds.
    ///
    /// A cloud that does not know the arguments fails the call when it alone was asked; among several it is
    /// left out, with a sentence that says why, if another one knows them.
    func eachCloud<Value: Sendable>(
        of query: ScanQuery,
        _ work: @escaping @Sendable (CloudQuery) async throws -> Value
    ) async throws -> (values: [Value], leftOut: [String]) {
        let outcomes = try await withThrowingTaskGroup(of: (Int, Result<Value, EngineError>).self) { group in
            for (place, cloud) in query.clouds.enumerated() {
                group.addTask {
                    do {
                        return (place, .success(try await work(cloud)))
                    } catch let error as EngineError where error.code == .invalidArgument {
                        return (place, .failure(error))
                    }
                }
            }
            var outcomes: [(place: Int, outcome: Result<Value, EngineError>)] = []
            for try await outcome in group { outcomes.append(outcome) }
            return outcomes.sorted { $0.place < $1.place }
        }
        var values: [Value] = []
        var leftOut: [String] = []
        for (place, outcome) in outcomes {
            switch outcome {
            case .success(let value): values.append(value)
            case .failure(let error):
                leftOut.append("\(query.clouds[place].profile.title) was left out: \(error)")
            }
        }
        if values.isEmpty { _ = try outcomes.first?.outcome.get() }
        return (values, leftOut)
    }

    /// Refuses arguments that nobody has taken.
    func refuseRest(_ arguments: ArgumentReader, valid: [String]) throws {
        guard let name = arguments.remaining.first else { return }
        throw EngineError(
            .invalidArgument,
            "The argument \"\(name)\" is not known. Valid: \(valid.joined(separator: ", ")), and the clouds' filters.",
            argument: name
        )
    }

    /// Throws if the only cloud of a call could not be asked at all.
    func requireAnswer(_ isForAllClouds: Bool, _ scans: [(CloudProfile, CloudScanResult)]) throws {
        guard !isForAllClouds, let (profile, scan) = scans.first, let failure = scan.failure,
            scan.quality.status == .none
        else { return }
        throw EngineError(
            .unavailable,
            "\(profile.title) could not be asked: \(failure.message)",
            remedy: failure.hint,
            cause: failure
        )
    }
}
